// What would trip a newcomer: CLI11 has exit codes of its own (105, 106, …); all of its complaints
// leave with 2 here, or with 3 where a Nagios asks (contract section 1).
#include "probe/cli.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>
#include <sstream>

namespace vnetprobe {
namespace {

constexpr int kWrongUsage = 2;
constexpr int kNagiosUnknown = 3;

// Asked of the words themselves, for a command line that is wrong was not read to its end.
bool wants_nagios(int argc, const char* const* argv) {
  const char* fallback = std::getenv("VNETPROBE_FORMAT");
  std::string format = fallback == nullptr ? "" : fallback;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if ((word == "-f" || word == "--format") && i + 1 < argc) format = argv[i + 1];
    if (word.starts_with("--format=")) format = word.substr(9);
    if (word.starts_with("-f") && word.size() > 2) format = word.substr(word[2] == '=' ? 3 : 2);
  }
  return format == "nagios";
}

void add_format(CLI::App& app, Command& command) {
  app.add_option("-f,--format", command.format, "what goes to standard output")->envname("VNETPROBE_FORMAT");
}

void add_look(CLI::App& app, Command& command) {
  static const std::map<std::string, Color> kColors = {
      {"auto", Color::automatic}, {"always", Color::always}, {"never", Color::never}};
  app.add_flag("-q,--quiet", command.quiet, "verdict and findings only");
  app.add_flag("-v,--verbose", command.verbose, "every check, with what it rests on");
  app.add_option("--color", command.color, "auto, always or never")
      ->transform(CLI::CheckedTransformer(kColors, CLI::ignore_case).description(""));
}

void add_reading(CLI::App& app, Command& command) {
  app.add_option("-o,--output", command.outputs, "FORMAT=FILE: also write this report; repeatable")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  app.add_flag("--no-annotations", command.no_annotations,
               "do not mark failures on the pages of GitHub Actions and Azure Pipelines");
  add_look(app, command);
}

void add_redact(CLI::App& app, Command& command) {
  app.add_flag("--redact", command.redact, "names, addresses and ids replaced consistently in every report");
}

void add_judgement(CLI::App& app, Command& command) {
  app.add_option("--only", command.judgement.only, "GLOB of check ids to judge; repeatable")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--skip", command.judgement.skip, "GLOB of check ids not to judge; repeatable")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  // Through a word and not the enum: CLI11's own to_string and ours would both fit.
  const auto set_level = [&command](const std::string& word) {
    command.judgement.fail_on = word == "warning" ? Severity::warning : Severity::error;
  };
  app.add_option_function<std::string>("--fail-on", set_level,
                                       "error or warning: lowest severity that fails the run")
      ->check(CLI::IsMember({"error", "warning"}).description(""))
      ->envname("VNETPROBE_FAIL_ON");
  app.add_option("--suppress", command.judgement.suppress,
                 "CODE[=SUBJECT]: a finding accepted on purpose; repeatable")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

// allow_extra_args(false): a repeatable option takes one word each time, for the next may be a NAME.
void add_views(CLI::App& app, Command& command) {
  app.add_option("-p,--plan", command.plan_files, "plan file, YAML or JSON, - for standard input; repeatable")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->envname("VNETPROBE_PLAN");
  app.add_option("--resolver", command.resolvers,
                 "NAME=ADDRESS[:PORT], NAME=system, NAME?=… for a reference; repeatable")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

void add_plan(CLI::App& app, Command& command) {
  app.add_option("NAME", command.names, "host names, each with =ADDRESS where one is expected");
  add_views(app, command);
  app.add_option("--from-az", command.az_files, "what az printed as JSON, - for standard input; repeatable")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

void add_pace(CLI::App& app, Command& command) {
  app.add_option("--timeout", command.timeout_s, "seconds for one network step with its retries (5)")
      ->check(CLI::Range(0.05, 3600.0).description(""))
      ->envname("VNETPROBE_TIMEOUT");
  app.add_option("--max-in-flight", command.max_in_flight,
                 "questions at once per resolver (150; 0: no limit)")
      ->check(CLI::NonNegativeNumber.description(""))
      ->envname("VNETPROBE_MAX_IN_FLIGHT");
  app.add_option("--max-qps", command.max_qps, "questions a second per resolver (500; 0: no limit)")
      ->check(CLI::NonNegativeNumber.description(""))
      ->envname("VNETPROBE_MAX_QPS");
  app.add_option("--source", command.source, "address or interface to send from")
      ->envname("VNETPROBE_SOURCE");
  app.add_flag("--no-progress", command.no_progress, "no progress line on standard error");
}

void add_network(CLI::App& app, Command& command) {
  add_pace(app, command);
  app.add_option("--deadline", command.deadline_s, "seconds for the whole run (60)")
      ->check(CLI::Range(0.05, 86400.0).description(""))
      ->envname("VNETPROBE_DEADLINE");
  app.add_option("--retry-for", command.retry_for_s,
                 "run again until the verdict is pass or these seconds are over")
      ->check(CLI::NonNegativeNumber.description(""))
      ->envname("VNETPROBE_RETRY_FOR");
  app.add_option("--ca-file", command.ca_file, "trust anchors in place of the system's")
      ->envname("VNETPROBE_CA_FILE");
  app.add_option("--proxy", command.proxy, "URL of a proxy for Entra and other Internet names")
      ->envname("VNETPROBE_PROXY");
}

struct Verbs {
  CLI::App* run = nullptr;
  CLI::App* watch = nullptr;
  CLI::App* plan = nullptr;
  CLI::App* judge = nullptr;
  CLI::App* diff = nullptr;
  CLI::App* merge = nullptr;
  CLI::App* explain = nullptr;
  CLI::App* list = nullptr;
  CLI::App* fix = nullptr;
  CLI::App* sweep = nullptr;
};

Verbs add_verbs(CLI::App& app, Command& command) {
  Verbs verbs;
  verbs.run = app.add_subcommand("run", "run the checks, print the report, exit by verdict");
  add_plan(*verbs.run, command);
  add_format(*verbs.run, command);
  add_reading(*verbs.run, command);
  add_redact(*verbs.run, command);
  add_judgement(*verbs.run, command);
  add_network(*verbs.run, command);

  verbs.plan = app.add_subcommand("plan", "print the plan that run would use, and the checks it expands to");
  add_plan(*verbs.plan, command);
  add_format(*verbs.plan, command);
  add_network(*verbs.plan, command);
  add_look(*verbs.plan, command);
  verbs.plan->add_flag("--check", command.check_only, "validate only");
  verbs.plan->add_option("--as", command.emit, "firewall, hosts or zone: what must be opened or written")
      ->check(CLI::IsMember({"firewall", "hosts", "zone"}).description(""));

  verbs.watch = app.add_subcommand(
      "watch", "run again and again; serve /metrics, /healthz, /report.json and the HTML report");
  add_plan(*verbs.watch, command);
  verbs.watch
      ->add_option("-f,--format", command.format,
                   "what every run prints; without it a line whenever something has changed")
      ->envname("VNETPROBE_FORMAT");
  add_reading(*verbs.watch, command);
  add_redact(*verbs.watch, command);
  add_judgement(*verbs.watch, command);
  add_network(*verbs.watch, command);
  verbs.watch
      ->add_option("--every", command.every_s, "seconds from one run to the next, give or take a tenth (60)")
      ->check(CLI::Range(0.001, 86400.0).description(""))
      ->envname("VNETPROBE_EVERY");
  verbs.watch->add_option("--listen", command.listen, "ADDRESS:PORT of the HTTP server (127.0.0.1:9925)")
      ->envname("VNETPROBE_LISTEN");

  verbs.judge =
      app.add_subcommand("judge", "judge the recorded evidence again, offline, with this version's rules");
  verbs.judge->add_option("REPORT", command.arguments, "report in JSON, - for standard input")
      ->required()
      ->expected(1);
  add_format(*verbs.judge, command);
  add_reading(*verbs.judge, command);
  add_redact(*verbs.judge, command);
  add_judgement(*verbs.judge, command);

  verbs.diff = app.add_subcommand("diff", "what changed between two runs; 1 if anything got worse");
  verbs.diff->add_option("REPORTS", command.arguments, "OLD and NEW report in JSON")->required()->expected(2);
  add_format(*verbs.diff, command);
  add_look(*verbs.diff, command);

  verbs.merge = app.add_subcommand("merge", "one report of many runs, worst per target");
  verbs.merge->add_option("REPORT", command.arguments, "reports in JSON")->required();
  add_format(*verbs.merge, command);
  add_reading(*verbs.merge, command);
  add_redact(*verbs.merge, command);

  verbs.explain =
      app.add_subcommand("explain", "what a finding, a check or an error means, how it is proved and mended");
  verbs.explain->add_option("WORD", command.arguments, "CODE, CHECK, ERROR or discovery")->required();
  add_format(*verbs.explain, command);

  verbs.list =
      app.add_subcommand("list", "checks | findings | errors | commands | clouds | regions | formats");
  verbs.list
      ->add_option("WHAT", command.arguments,
                   "checks, findings, errors, commands, clouds, regions or formats")
      ->required()
      ->expected(1);
  add_format(*verbs.list, command);

  verbs.fix = app.add_subcommand("fix", "what would mend a report's findings");
  verbs.fix->add_option("REPORT", command.arguments, "report in JSON, - for standard input")
      ->required()
      ->expected(1);
  verbs.fix->add_option("--as", command.dialect, "az, windows-dns, coredns, bind, unbound, dnsmasq or hosts");

  verbs.sweep =
      app.add_subcommand("sweep", "resolve very many names through one or more resolvers and judge each");
  verbs.sweep
      ->add_option("NAMES_FILE", command.arguments,
                   "names, or name,expected, a line each; - for standard input")
      ->required()
      ->expected(1);
  add_views(*verbs.sweep, command);
  add_format(*verbs.sweep, command);
  add_look(*verbs.sweep, command);
  add_pace(*verbs.sweep, command);
  return verbs;
}

}  // namespace

ParsedCommand parse_command(int argc, const char* const* argv, std::string_view version) {
  ParsedCommand parsed;
  CLI::App app(
      "Checks the private-endpoint set-up of Azure Backup and SQL Managed Instance from inside a VNet:\n"
      "names, addresses, endpoints, sign-in; names the one cause of a fault and the line that mends it.",
      "vnetprobe");
  app.set_version_flag("--version", "vnetprobe " + std::string(version));
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);
  const Verbs verbs = add_verbs(app, parsed.command);
  // After the commands, which would take it over.
  app.footer(
      "Begin with `vnetprobe run` on a VM in Azure, or with `vnetprobe run NAME=ADDRESS` anywhere.\n"
      "Exit: 0 pass, 1 a finding, 2 the command line is wrong, 3 not decided, 78 a plan or input is wrong.");
  name_values(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, err;
    const int code = app.exit(error, out, err);
    parsed.is_error = code != 0;
    parsed.exit_code = code == 0 ? 0 : wants_nagios(argc, argv) ? kNagiosUnknown : kWrongUsage;
    parsed.text = parsed.is_error ? "vnetprobe: " + err.str() : out.str();
    return parsed;
  }
  for (const CLI::App* verb : {verbs.run, verbs.watch, verbs.plan, verbs.judge, verbs.diff, verbs.merge,
                               verbs.explain, verbs.list, verbs.fix, verbs.sweep})
    if (verb->parsed()) parsed.command.verb = verb->get_name();
  if (verbs.watch->parsed() && verbs.watch->count("--format") == 0) parsed.command.format = "";
  return parsed;
}

std::vector<CommandWords> command_words() {
  Command unused;
  CLI::App app;
  add_verbs(app, unused);
  name_values(app);
  return walk_commands(app);
}

}  // namespace vnetprobe
