#!/usr/bin/python3
"""The Kubernetes base: put together by kubectl, as it would be applied, and its rules asserted.

The rules are those of the profile `restricted` of the Pod Security Standards, written out here: no
cluster is asked."""
import functools
import pathlib
import re
import subprocess
import sys
import unittest

import yaml

HOUSE = pathlib.Path(__file__).resolve().parents[2]
BASE = HOUSE / "container/kubernetes"
PROGRAM = None
VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}


def restricted(pod):
    """What the profile `restricted` (and `baseline` below it) would refuse, in words."""
    spec, whole = pod["spec"], pod["spec"].get("securityContext", {})
    for key in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(key):
            yield f"{key} is set"
    for volume in spec.get("volumes", []):
        for kind in set(volume) - {"name"} - VOLUMES:
            yield f"volume {volume['name']} is a {kind}"
    for annotation in pod["metadata"].get("annotations", {}):
        if "apparmor" in annotation:
            yield "an AppArmor annotation overrides the profile"
    if whole.get("sysctls") or whole.get("windowsOptions", {}).get("hostProcess"):
        yield "sysctls or hostProcess"
    for container in spec["containers"] + spec.get("initContainers", []) + spec.get("ephemeralContainers", []):
        own, name = container.get("securityContext", {}), container["name"]
        if own.get("privileged"):
            yield f"{name} is privileged"
        if own.get("allowPrivilegeEscalation") is not False:
            yield f"{name} may gain privileges"
        if own.get("runAsNonRoot", whole.get("runAsNonRoot")) is not True:
            yield f"{name} may run as root"
        if own.get("runAsUser", whole.get("runAsUser")) == 0:
            yield f"{name} runs as root"
        if own.get("seccompProfile", whole.get("seccompProfile", {})).get("type") not in ("RuntimeDefault", "Localhost"):
            yield f"{name} has no seccomp profile"
        capabilities = own.get("capabilities", {})
        if "ALL" not in capabilities.get("drop", []):
            yield f"{name} keeps capabilities"
        if set(capabilities.get("add", [])) - {"NET_BIND_SERVICE"}:
            yield f"{name} adds capabilities"
        if own.get("procMount", "Default") != "Default" or own.get("seLinuxOptions"):
            yield f"{name} sets procMount or SELinux"
        if any("hostPort" in port for port in container.get("ports", [])):
            yield f"{name} takes a port of the host"


@functools.cache
def objects():
    """What `kubectl apply -k` would send."""
    built = subprocess.run(["kubectl", "kustomize", BASE], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return tuple(yaml.safe_load_all(built.stdout))


def named(kind):
    return {thing["metadata"]["name"] for thing in objects() if thing["kind"] == kind}


def pods():
    for thing in objects():
        if thing["kind"] == "CronJob":
            yield thing, thing["spec"]["jobTemplate"]["spec"]["template"]
        if thing["kind"] == "Deployment":
            yield thing, thing["spec"]["template"]


class Kubernetes(unittest.TestCase):
    def test_the_base_names_every_file_and_every_name_meets_its_own(self):
        base = yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))
        used = set(base["resources"]) | {f for g in base["configMapGenerator"] for f in g["files"]} | {"kustomization.yaml"}
        self.assertEqual(used, {p.name for p in BASE.glob("*.yaml")})
        image, = base["images"]
        self.assertEqual({thing["metadata"].get("namespace") for thing in objects()} - {None}, named("Namespace"))
        self.assertEqual(sorted(owner["kind"] for owner, _ in pods()), ["CronJob", "Deployment"])
        for _, pod in pods():
            self.assertIn(pod["spec"]["serviceAccountName"], named("ServiceAccount"))
            for container in pod["spec"]["containers"]:
                self.assertEqual(container["image"], f"{image['newName']}:{image['newTag']}")
            for volume in pod["spec"]["volumes"]:
                # With the hash of the plan in its name, so that a new plan is a new pod.
                self.assertIn(volume["configMap"]["name"], named("ConfigMap"))

    def test_the_plan_arrives_as_it_was_written(self):
        plan, = (thing["data"]["plan.yaml"] for thing in objects() if thing["kind"] == "ConfigMap")
        self.assertEqual(plan, (BASE / "plan.yaml").read_text(encoding="utf-8"))
        checked = subprocess.run([PROGRAM, "plan", "--check", "-p", "-"], input=plan, capture_output=True, text=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_pod_security_restricted(self):
        for owner, pod in pods():
            self.assertEqual(list(restricted(pod)), [], owner["metadata"]["name"])
        namespace, = (o for o in objects() if o["kind"] == "Namespace")
        self.assertEqual(namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], "restricted")

    def test_the_profile_refuses_what_it_must(self):
        _, pod = next(pods())
        for path, value in ((("spec", "hostNetwork"), True), (("spec", "securityContext", "runAsNonRoot"), False),
                            (("spec", "containers", 0, "securityContext", "allowPrivilegeEscalation"), True),
                            (("spec", "containers", 0, "securityContext", "capabilities"), {}),
                            (("spec", "securityContext", "seccompProfile"), {}),
                            (("spec", "volumes", 0), {"name": "plan", "hostPath": {"path": "/etc"}})):
            worse = yaml.safe_load(yaml.safe_dump(pod))
            place = worse
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
            self.assertTrue(list(restricted(worse)), path)

    def test_root_is_read_only_and_memory_has_an_end(self):
        for _, pod in pods():
            self.assertIs(pod["spec"]["automountServiceAccountToken"], False)
            for container in pod["spec"]["containers"]:
                self.assertIs(container["securityContext"]["readOnlyRootFilesystem"], True)
                self.assertIn("memory", container["resources"]["limits"])

    def test_selectors_choose_what_is_there(self):
        labels = {o["metadata"]["name"]: pod["metadata"]["labels"] for o, pod in pods()}
        for thing in objects():
            if thing["kind"] in ("Service", "Deployment", "NetworkPolicy"):
                wanted = thing["spec"].get("podSelector", thing["spec"].get("selector"))
                wanted = wanted.get("matchLabels", wanted)
                self.assertTrue([n for n, l in labels.items() if wanted.items() <= l.items()], thing["metadata"]["name"])

    def test_only_prometheus_comes_in_and_only_to_the_metrics(self):
        policy, = (o for o in objects() if o["kind"] == "NetworkPolicy")
        self.assertEqual(policy["spec"]["policyTypes"], ["Ingress", "Egress"])
        rule, = policy["spec"]["ingress"]
        self.assertEqual([p["port"] for p in rule["ports"]], [9925])
        self.assertTrue(all(source.get("namespaceSelector", {}).get("matchLabels") for source in rule["from"]))

    def test_the_program_knows_what_it_is_told(self):
        for owner, pod in pods():
            args = pod["spec"]["containers"][0]["args"]
            done = subprocess.run([PROGRAM, args[0], "--help"], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, f"{owner['metadata']['name']}: {args[0]}: {done.stderr}")
            for word in args[1:]:
                if re.match(r"-", word):
                    self.assertRegex(done.stdout, rf"(^|[ ,]){re.escape(word)}\b")
            # The plan is where the volume is.
            mount, = pod["spec"]["containers"][0]["volumeMounts"]
            self.assertIn(f"{mount['mountPath']}/plan.yaml", args)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
