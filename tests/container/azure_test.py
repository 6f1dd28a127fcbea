#!/usr/bin/python3
"""The templates of container/azure, as far as they can be had without Azure:

  tests/container/azure_test.py RELEASE_BUILD BARE_ROOT

ARM's are evaluated, and what they come to is read by Azure's own client libraries; cloud-init's schema comes with its
Debian package; the workflow is read by actionlint; and whatever calls the probe is run in the test VNet, as it stands."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import yaml

sys.dont_write_bytecode = True
import arm  # noqa: E402
import rooms  # noqa: E402

AZURE = rooms.HOUSE / "container/azure"
BUILD = BARE = None
REGISTRY = {"identityId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i", "registry": "r.azurecr.io"}
# What must be given, and what may be.
ARM = {
    "container-instance.json": ({"image": "r.azurecr.io/vnetprobe:0.1.0", "subnetId": "/subscriptions/s/subnet", "plan": "dmVyc2lvbjogMQo="},
                                {**REGISTRY, "dnsServers": ["10.1.0.53"]}),
    "container-apps-job.json": ({"image": "r.azurecr.io/vnetprobe:0.1.0", "environmentId": "/subscriptions/s/environment", "plan": "version: 1"}, REGISTRY),
    "role.json": ({"principalId": "00000000-0000-0000-0000-000000000002"}, {}),
}


def texts(node):
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from texts(value)
    elif isinstance(node, list):
        for each in node:
            yield from texts(each)
    elif isinstance(node, str):
        yield node


def expressions(template):
    return [t for t in texts(template) if t.startswith("[") and not t.startswith("[[")]


def step_in_vnet(script, **environment):
    """A step of a pipeline on the machine of the test VNet, with plan.yaml in its folder."""
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        (here / "vnetprobe").mkdir()
        (here / "vnetprobe/vnetprobe").symlink_to(BUILD / "vnetprobe")
        words = [rooms.WITH, "healthy-azure-dns-only", "--", "env", "VNETPROBE_CA_FILE={ca}", "PLAN={plan}",
                 *[f"{k}={str(v).replace('HERE', folder)}" for k, v in environment.items()],
                 "bash", "-c", f"cd {folder} && cp \"$PLAN\" plan.yaml && {script}".replace("HERE", folder)]
        done = subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, timeout=120)
        return done, {p.relative_to(here).as_posix(): p.read_text(encoding="utf-8")
                      for p in here.rglob("*") if p.is_file() and not p.is_symlink()}


class Arm(unittest.TestCase):
    def templates(self):
        for name in ARM:
            yield name, json.loads((AZURE / name).read_text(encoding="utf-8"))

    def test_every_name_is_defined_and_used(self):
        for name, template in self.templates():
            self.assertRegex(template["$schema"], r"^https://schema\.management\.azure\.com/schemas/\d{4}-\d\d-\d\d/\w+\.json#$")
            used = " ".join(expressions(template))
            for kind in ("parameters", "variables"):
                referred = set(re.findall(rf"{kind}\('(\w+)'\)", used))
                self.assertEqual(referred, set(template.get(kind, {})), f"{name}: {kind}")

    def read_by_azure(self, resources):
        return rooms.run("node", rooms.HERE / "arm_schema.mjs", input=json.dumps(resources)).splitlines()

    def test_azures_own_libraries_know_all_of_it(self):
        for name, template in self.templates():
            must, may = ARM[name]
            for given in (must, {**must, **may}):
                self.assertEqual(self.read_by_azure(arm.Template(template, given).resources()), [], name)
            for missing in must:
                with self.assertRaises(KeyError):
                    arm.Template(template, {k: v for k, v in must.items() if k != missing}).resources()

    def test_azures_own_libraries_refuse_what_they_must(self):
        template = json.loads((AZURE / "container-instance.json").read_text(encoding="utf-8"))
        group, = arm.Template(template, ARM["container-instance.json"][0]).resources()
        for change, said in ((lambda g: g["properties"].update(restartpolicy="Never"), "restartpolicy: no such member"),
                             (lambda g: g["properties"].pop("containers"), "containers: missing"),
                             (lambda g: g["properties"]["containers"][0]["properties"].update(command="run"), "command: no list"),
                             (lambda g: g["properties"]["subnetIds"][0].update(id=1), "id: a number, not a string"),
                             (lambda g: g.update(apiVersion="2011-01-01"), "does not speak 2011-01-01")):
            worse = json.loads(json.dumps(group))
            change(worse)
            found = self.read_by_azure([worse])
            self.assertEqual(len(found), 1, found)
            self.assertIn(said, found[0])

    def test_the_plan_is_a_secret_and_is_mounted(self):
        for name, template in self.templates():
            if "plan" in template["parameters"]:
                self.assertEqual(template["parameters"]["plan"]["type"].lower(), "securestring", name)
        group = json.loads((AZURE / "container-instance.json").read_text(encoding="utf-8"))["resources"][0]["properties"]
        job = json.loads((AZURE / "container-apps-job.json").read_text(encoding="utf-8"))["resources"][0]["properties"]
        self.assertEqual(group["containers"][0]["properties"]["volumeMounts"][0]["name"], group["volumes"][0]["name"])
        self.assertEqual(job["template"]["containers"][0]["volumeMounts"][0]["volumeName"], job["template"]["volumes"][0]["name"])
        self.assertEqual(job["template"]["volumes"][0]["secrets"][0]["secretRef"], job["configuration"]["secrets"][0]["name"])

    def test_what_the_containers_are_told_gives_a_verdict(self):
        group = json.loads((AZURE / "container-instance.json").read_text(encoding="utf-8"))["resources"][0]["properties"]
        job = json.loads((AZURE / "container-apps-job.json").read_text(encoding="utf-8"))["resources"][0]["properties"]
        command = group["containers"][0]["properties"]["command"]
        self.assertEqual(command[0], "/usr/bin/vnetprobe")
        for words in (command[1:], job["template"]["containers"][0]["args"]):
            self.assertIn("/plan/plan.yaml", words)
            done, _ = step_in_vnet(" ".join(["vnetprobe/vnetprobe", *words]).replace("/plan/plan.yaml", "plan.yaml"))
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("PASS", done.stdout)

    def test_the_role_reads_what_discovery_calls_and_nothing_else(self):
        role = json.loads((AZURE / "role.json").read_text(encoding="utf-8"))["resources"][0]["properties"]["permissions"][0]
        self.assertTrue(all(a.endswith("/read") and "*" not in a for a in role["actions"]))
        self.assertEqual(role["dataActions"], [])
        calls = rooms.HOUSE / "probe/discovery/calls.cc"
        self.assertEqual(set(role["actions"]), set(re.findall(r'"(Microsoft\.[\w./]+/read)"', calls.read_text(encoding="utf-8"))))

    def test_every_template_has_its_page_and_says_that_it_was_not_run(self):
        index = (AZURE / "README.md").read_text(encoding="utf-8")
        for path in AZURE.iterdir():
            if path.name != "README.md":
                self.assertIn(f"({path.name})", index)
            if path.suffix == ".md" and path.name != "README.md":
                page = path.read_text(encoding="utf-8")
                for part in ("**When.**", "**What it needs.**", "**What it cannot see.**", "Not run "):
                    self.assertIn(part, page, path.name)


class CloudInit(unittest.TestCase):
    def test_its_own_schema(self):
        with tempfile.TemporaryDirectory() as folder:
            for old in (BARE / "tmp").glob("cloud-init_*.deb"):
                old.unlink()
            rooms.inside(BARE, "sh", "-c", "cd /tmp && apt-get download -qq cloud-init")
            package, = (BARE / "tmp").glob("cloud-init_*.deb")
            rooms.run("dpkg-deb", "-x", package, folder)
            package.unlink()
            schema, = pathlib.Path(folder).glob("**/schema-cloud-config-v1.json")
            validator = jsonschema.Draft4Validator(json.loads(schema.read_text(encoding="utf-8")))
        text = (AZURE / "cloud-init.yaml").read_text(encoding="utf-8")
        self.assertTrue(text.startswith("#cloud-config\n"))
        config = yaml.safe_load(text)
        self.assertEqual([e.message for e in validator.iter_errors(config)], [])
        self.assertTrue(list(validator.iter_errors({"runcmd": 5})), "the schema refuses nothing")
        files = {f["path"]: f["content"] for f in config["write_files"]}
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as plan:
            plan.write(files["/etc/vnetprobe/plan.yaml"])
            plan.flush()
            rooms.run(BUILD / "vnetprobe", "plan", "--check", "-p", plan.name)
        command = re.search(r"^ExecStart=(.*)$", files["/etc/systemd/system/vnetprobe.service"], re.M)[1]
        self.assertTrue(command.startswith("/opt/vnetprobe/vnetprobe run "))
        command = command.replace("/opt/vnetprobe/", "vnetprobe/").replace("/etc/vnetprobe/", "").replace("/var/lib/vnetprobe/", "")
        done, made = step_in_vnet(command)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertTrue(made["report.json"])
        self.units_are_units(files)

    def units_are_units(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in files.items():
                (root / path.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
                (root / path.lstrip("/")).write_text(text, encoding="utf-8")
            (root / "opt/vnetprobe").mkdir(parents=True)
            rooms.run("install", "-m", "755", "/bin/true", root / "opt/vnetprobe/vnetprobe")
            units = root / "etc/systemd/system"
            for target in ("sysinit", "basic", "shutdown", "timers", "network-online", "time-sync", "time-set"):
                rooms.run("cp", f"/lib/systemd/system/{target}.target", units)
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", f"--root={root}", "vnetprobe.service", "vnetprobe.timer"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))


class Pipelines(unittest.TestCase):
    def test_actionlint(self):
        here = pathlib.Path(__file__).resolve().parent
        said = rooms.run("node", here / "workflow_lint.mjs", AZURE / "github-workflow.yml", cwd=here)
        # Which labels a site's runners carry, it cannot know.
        self.assertEqual([l for l in said.splitlines() if 'label "vnet" is unknown' not in l], [])
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as worse:
            worse.write((AZURE / "github-workflow.yml").read_text(encoding="utf-8").replace("runs-on", "runs-onn"))
            worse.flush()
            self.assertIn("runs-onn", rooms.run("node", here / "workflow_lint.mjs", worse.name, cwd=here))

    def test_the_workflows_step_in_the_vnet(self):
        steps = yaml.safe_load((AZURE / "github-workflow.yml").read_text(encoding="utf-8"))["jobs"]["vnetprobe"]["steps"]
        step, = (s for s in steps if s.get("name") == "Check the private endpoints")
        done, files = step_in_vnet(step["run"], RUNNER_TEMP="HERE", GITHUB_STEP_SUMMARY="HERE/summary.md", GITHUB_ACTIONS="true")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("contoso", files["summary.md"])
        for name in ("vnetprobe.junit.xml", "vnetprobe.html", "vnetprobe.json"):
            self.assertTrue(files[name], name)

    def test_the_pipelines_step_in_the_vnet(self):
        template = yaml.safe_load((AZURE / "azure-pipelines.yml").read_text(encoding="utf-8"))
        named = {p["name"]: p["default"] for p in template["parameters"]}
        text = json.dumps(template["steps"])
        self.assertEqual(set(re.findall(r"\$\{\{ parameters\.(\w+) \}\}", text)), set(named))
        # No package brings the schema of Azure Pipelines: what it lets stand beside each kind of step that is used here.
        beside = {"bash": {"timeoutInMinutes"}, "task": {"inputs", "condition"}, "publish": {"artifact", "condition"}}
        for step in template["steps"]:
            kind, = set(step) & set(beside)
            self.assertLessEqual(set(step) - {kind, "displayName"}, beside[kind], step)
            self.assertTrue(step["displayName"])
            # It knows no numbers.
            self.assertTrue(all(isinstance(value, (str, dict)) for value in step.values()), step)
        step, = (s for s in template["steps"] if s["displayName"] == "Check the private endpoints")
        script = re.sub(r"\$\{\{ parameters\.(\w+) \}\}", lambda m: str(named[m[1]]), step["bash"])
        script = script.replace("$(Agent.TempDirectory)", "HERE").replace("$(Build.ArtifactStagingDirectory)", "HERE/out")
        done, files = step_in_vnet(script)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("##vso[task.uploadsummary]", done.stdout)
        for name in ("summary.md", "junit.xml", "report.html", "report.json"):
            self.assertTrue(files[f"out/vnetprobe/{name}"], name)


if __name__ == "__main__":
    BUILD, BARE = pathlib.Path(sys.argv.pop(1)).resolve(), pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
