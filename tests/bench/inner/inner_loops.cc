// Read, judge, diagnose, print: what a run does when the network has said all it will. Times a target at
// 10, 100 and 1,000 of them; a column that grows is a walk inside of a walk.
#include <benchmark/benchmark.h>
#include <cstdlib>

#include "checks/assess.h"
#include "checks/case.h"
#include "checks/kinds.h"
#include "checks/rules.h"
#include "probe/dns/message.h"
#include "probe/plan/expand.h"
#include "probe/plan/parse.h"
#include "reports/formats.h"
#include "reports/read_report.h"
#include "tests/bench/inner/company.h"

namespace vnetprobe {
namespace {

Plan plan_of(int accounts) {
  ParsedPlan parsed =
      parse_plans({{"bench", company_plan(accounts)}}, [](const std::string&) { return nullptr; });
  if (!parsed.errors.empty()) std::abort();
  return std::move(parsed.plan);
}

Report report_of(int accounts) {
  const Plan plan = plan_of(accounts);
  return assess(plan, company_evidence(plan, true), {}, {}, "bench").report;
}

int accounts_of(const benchmark::State& state) { return static_cast<int>(state.range(0)); }

void count(benchmark::State& state) { state.SetItemsProcessed(state.iterations() * state.range(0)); }

void parse_answer(benchmark::State& state) {
  const std::vector<std::uint8_t> bytes = company_answer();
  if (!parse_message(bytes)) std::abort();
  for (auto _ : state) benchmark::DoNotOptimize(parse_message(bytes));
}
BENCHMARK(parse_answer);

void parse_plan(benchmark::State& state) {
  const std::string text = company_plan(accounts_of(state));
  for (auto _ : state)
    benchmark::DoNotOptimize(parse_plans({{"bench", text}}, [](const std::string&) { return nullptr; }));
  count(state);
}

void judge(benchmark::State& state) {
  const Plan plan = plan_of(accounts_of(state));
  const Scope scope = expand(plan);
  const Evidence seen = company_evidence(plan, true);
  for (auto _ : state) {
    const Case run(plan, scope, seen);
    std::vector<Result> results;
    for (const Kind& kind : kinds())
      if (kind.judge != nullptr) kind.judge(run, results);
    benchmark::DoNotOptimize(results);
  }
  count(state);
}

// The zone is not linked: every name of it is wrong, and one finding says so.
void diagnose_all(benchmark::State& state) {
  const Plan plan = plan_of(accounts_of(state));
  const Scope scope = expand(plan);
  const Evidence seen = company_evidence(plan, false);
  const Case run(plan, scope, seen);
  std::vector<Result> results;
  for (const Kind& kind : kinds())
    if (kind.judge != nullptr) kind.judge(run, results);
  for (auto _ : state) benchmark::DoNotOptimize(diagnose(run, results));
  count(state);
}

void render(benchmark::State& state) {
  const Report report = report_of(accounts_of(state));
  const Format& format = formats()[static_cast<std::size_t>(state.range(1))];
  state.SetLabel(std::string(format.name));
  for (auto _ : state) benchmark::DoNotOptimize(format.render(report, {}));
  count(state);
}

void read_back(benchmark::State& state) {
  const std::string text = render_json(report_of(accounts_of(state)), {});
  for (auto _ : state) benchmark::DoNotOptimize(read_report(text));
  count(state);
}

void sizes(benchmark::internal::Benchmark* bench) { bench->RangeMultiplier(10)->Range(10, 1000); }

BENCHMARK(parse_plan)->Apply(sizes);
BENCHMARK(judge)->Apply(sizes);
BENCHMARK(diagnose_all)->Apply(sizes);
BENCHMARK(read_back)->Apply(sizes);
BENCHMARK(render)->Apply([](benchmark::internal::Benchmark* bench) {
  for (std::size_t format = 0; format < formats().size(); ++format)
    for (const int accounts : {10, 100, 1000}) bench->Args({accounts, static_cast<int>(format)});
});

}  // namespace
}  // namespace vnetprobe
