"""Builders for the held-out cases: clocks, packing, and a small cluster model rendered in several collectors' styles."""

import copy
import math
import random
from datetime import datetime, timedelta

ABC = "bcdfghjklmnpqrstvwxz2456789"


class Clock:
    """Moments relative to the time the trouble began (0); negative is before."""

    def __init__(self, iso, style="z"):
        self.zero = datetime.fromisoformat(iso)
        self.style = style

    def __call__(self, sec):
        if sec is None:
            return None
        m = self.zero + timedelta(seconds=sec)
        if self.style == "z":
            return m.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
        if self.style == "ms":
            return m.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
        return m.replace(tzinfo=None).isoformat(timespec="seconds") + self.style


PRE = {
    "alerts": "al",
    "metrics": "mt",
    "logs": "lg",
    "events": "ev",
    "changes": "ch",
    "topology": "tp",
    "state": "st",
    "gaps": "gp",
}


def pack(case_id, incident, **sections):
    doc = {
        "schema": "evidence-bundle/1",
        "case_id": case_id,
        "incident": {"severity": "critical", "source": "prometheus", **incident},
    }
    for name, pre in PRE.items():
        doc[name] = [
            {"id": f"{pre}{i}", **{k: v for k, v in x.items() if v is not None or k == "t"}}
            for i, x in enumerate(sections.pop(name, []), 1)
        ]
    assert not sections, sections
    return doc


def expect(kind, verdict, cause=None, entity=None, **more):
    words = {
        "s": ["confirmed", "likely"],
        "h": ["healthy"],
        "i": ["inconclusive"],
        "il": ["inconclusive", "likely"],
    }.get(verdict, verdict)
    return {"verdict": words, "cause": cause, "entity": entity, "kind": kind, "written": "before", **more}


def probe(path="/healthz", port=8080, delay=10, timeout=1, period=10, failure=3, type="http"):
    return {
        "path": path,
        "port": port,
        "delay": delay,
        "timeout": timeout,
        "period": period,
        "failure": failure,
        "type": type,
    }


def probe_text(p):
    head = {
        "http": f"http-get http://:{p['port']}{p['path']}",
        "https": f"http-get https://:{p['port']}{p['path']}",
        "tcp": f"tcp-socket :{p['port']}",
        "grpc": f"grpc <pod>:{p['port']}",
        "exec": f"exec [{p['path']}]",
    }[p["type"]]
    return (
        f"{head} delay={p['delay']}s timeout={p['timeout']}s period={p['period']}s #success=1 #failure={p['failure']}"
    )


def probe_spec(p):
    how = {
        "http": {"httpGet": {"path": p["path"], "port": p["port"], "scheme": "HTTP"}},
        "https": {"httpGet": {"path": p["path"], "port": p["port"], "scheme": "HTTPS"}},
        "tcp": {"tcpSocket": {"port": p["port"]}},
        "grpc": {"grpc": {"port": p["port"]}},
        "exec": {"exec": {"command": p["path"].split()}},
    }[p["type"]]
    return {
        **how,
        "initialDelaySeconds": p["delay"],
        "timeoutSeconds": p["timeout"],
        "periodSeconds": p["period"],
        "failureThreshold": p["failure"],
        "successThreshold": 1,
    }


def S(name, port=8080, lang="go", deps=(), env=None, replicas=1, image=None, kind="deployment", **more):
    base = {
        "name": name,
        "port": port,
        "lang": lang,
        "deps": list(deps),
        "env": dict(env or {}),
        "replicas": replicas,
        "image": image or f"registry.example.net/apps/{name}:2.{len(name)}.{port % 7}",
        "kind": kind,
        "requests": {"cpu": "100m", "memory": "128Mi"},
        "limits": {"cpu": "500m", "memory": "512Mi"},
        "liveness": None,
        "readiness": None,
        "startup": None,
        "volumes": {},
        "mounts": [],
        "sa": "default",
        "command": None,
        "args": None,
        "labels": {},
        "node_selector": None,
        "tolerations": None,
        "affinity": None,
        "svc": True,
        "svc_port": 80,
        "target_port": None,
        "selector": None,
        "protocol": "TCP",
        "endpoints": None,
        "pods": None,
        "nodes": None,
        "st": "ok",
        "restarts": 0,
        "container_state": None,
        "last_state": None,
        "reason": None,
        "message": None,
        "age": "19d",
        "extra_conditions": {},
        "generation_note": None,
        "unmanaged": False,
    }
    base.update(more)
    if base["target_port"] is None:
        base["target_port"] = base["port"]
    return base


class App:
    def __init__(
        self,
        ns,
        clock,
        services,
        nodes=("worker-a", "worker-b", "worker-c"),
        seed=1,
        dialect="describe",
        prefix="app",
        collected=900,
    ):
        self.ns, self.at, self.dialect, self.key, self.collected = ns, clock, dialect, prefix, collected
        self.rng = random.Random(seed)
        self.svc = {s["name"]: s for s in copy.deepcopy(services)}
        self.nodes = {
            n: {
                "ready": "True",
                "reason": "KubeletReady",
                "message": "kubelet is posting ready status",
                "taints": [],
                "unschedulable": False,
                "labels": {"kubernetes.io/hostname": n, "topology.kubernetes.io/zone": f"z{i}"},
                "cpu": "4",
                "memory": "16Gi",
                "pods": "110",
                "used_cpu": 1700 + 130 * i,
                "used_mem": 6100 + 210 * i,
                "extra": {},
            }
            for i, n in enumerate(nodes, 1)
        }
        self.state_more, self.events, self.logs, self.pvcs, self.pvs = [], [], [], [], []
        self.names = {}
        for i, s in enumerate(self.svc.values()):
            rs = "".join(self.rng.choice(ABC) for _ in range(10))
            s["rs"] = rs
            s["cluster_ip"] = f"10.96.{self.rng.randrange(1, 250)}.{self.rng.randrange(1, 250)}"
            names = []
            for r in range(max(s["replicas"], 1)):
                names.append(
                    f"{s['name']}-{r}"
                    if s["kind"] == "statefulset"
                    else f"{s['name']}-{rs}-" + "".join(self.rng.choice(ABC) for _ in range(5))
                )
            self.names[s["name"]] = names
            s["ips"] = [f"10.244.{1 + (i + r) % len(nodes)}.{10 + i * 3 + r}" for r in range(len(names))]
            s["on"] = [list(nodes)[(i + r) % len(nodes)] for r in range(len(names))]

    def __getitem__(self, n):
        return self.svc[n]

    def pod(self, n, i=0):
        return f"pod/{self.names[n][i]}"

    # ---- presets: state of a workload plus the events the platform writes about it
    def ev(self, entity, reason, message, t=None, first=None, typ="warning", source="kubelet", count=None, kind="Pod"):
        self.events.append(
            {
                "t": self.at(t),
                "first_t": self.at(first) if first is not None else None,
                "kind": kind,
                "source": source,
                "entity": entity,
                "type": typ,
                "reason": reason,
                "message": message,
                "count": count,
            }
        )

    def started(self, n, i=0, t=-60, fresh=True):
        s = self.svc[n]
        p = self.pod(n, i)
        self.ev(
            p,
            "Scheduled",
            f"Successfully assigned {self.ns}/{p[4:]} to {s['on'][i]}",
            t,
            typ="normal",
            source="default-scheduler",
        )
        self.ev(p, "Pulled", f'Container image "{s["image"]}" already present on machine', t + 1, typ="normal")
        self.ev(p, "Created", f"Created container {n}", t + 1, typ="normal")
        self.ev(p, "Started", f"Started container {n}", t + 2, typ="normal")

    def crash(self, n, exit_code=1, restarts=6, reason="Error", t=20, message=None):
        s = self.svc[n]
        s.update(st="crash", restarts=restarts, reason=reason, exit_code=exit_code, term_message=message)
        for i in range(len(self.names[n])):
            self.started(n, i, t)
            self.ev(
                self.pod(n, i),
                "BackOff",
                f"Back-off restarting failed container {n} in pod {self.names[n][i]}_{self.ns}(5c{i}1e0b7-41d2-4f0a-9a37-2f6d0e8b{i}c11)",
                700,
                t + 15,
                count=restarts * 7,
            )

    def pulling(self, n, message, t=15, status="ImagePullBackOff", image=None):
        s = self.svc[n]
        if image:
            s["image"] = image
        s.update(
            st="pull",
            reason=status,
            message=f'Back-off pulling image "{s["image"]}"' if status == "ImagePullBackOff" else message,
        )
        for i in range(len(self.names[n])):
            p = self.pod(n, i)
            self.ev(
                p,
                "Scheduled",
                f"Successfully assigned {self.ns}/{p[4:]} to {s['on'][i]}",
                t,
                typ="normal",
                source="default-scheduler",
            )
            self.ev(p, "Pulling", f'Pulling image "{s["image"]}"', 600, t + 1, typ="normal", count=5)
            self.ev(p, "Failed", message, 600, t + 3, count=5)
            self.ev(p, "Failed", "Error: ErrImagePull", 600, t + 3, count=5)
            self.ev(p, "BackOff", f'Back-off pulling image "{s["image"]}"', 820, t + 20, typ="normal", count=44)
            self.ev(p, "Failed", "Error: ImagePullBackOff", 820, t + 20, count=44)

    def pending(self, n, message, t=10, count=9):
        s = self.svc[n]
        s.update(st="pending", message=message)
        for i in range(len(self.names[n])):
            self.ev(self.pod(n, i), "FailedScheduling", message, t + 610, t, source="default-scheduler", count=count)

    def config_error(self, n, message, t=12):
        s = self.svc[n]
        s.update(st="config", message=message)
        for i in range(len(self.names[n])):
            p = self.pod(n, i)
            self.ev(
                p,
                "Scheduled",
                f"Successfully assigned {self.ns}/{p[4:]} to {s['on'][i]}",
                t,
                typ="normal",
                source="default-scheduler",
            )
            self.ev(p, "Failed", f"Error: {message}", 840, t + 2, count=61)

    def creating(self, n, message, reason="FailedMount", source="kubelet", t=10, count=11):
        s = self.svc[n]
        s.update(st="creating", message=None)
        for i in range(len(self.names[n])):
            p = self.pod(n, i)
            self.ev(
                p,
                "Scheduled",
                f"Successfully assigned {self.ns}/{p[4:]} to {s['on'][i]}",
                t,
                typ="normal",
                source="default-scheduler",
            )
            self.ev(p, reason, message, t + 640, t + 2, source=source, count=count)

    def unready(self, n, message, t=30, kind="Readiness", count=80):
        s = self.svc[n]
        s.update(st="unready")
        for i in range(len(self.names[n])):
            self.ev(self.pod(n, i), "Unhealthy", f"{kind} probe failed: {message}", 880, t, count=count)

    def zero(self, n):
        self.svc[n].update(replicas=0, st="zero")
        self.names[n] = []

    # ---- rendering
    def _env_text(self, v):
        if isinstance(v, tuple):
            return (
                f"<set to the key '{v[2]}' in {'secret' if v[0] == 'secret' else 'config map'} '{v[1]}'>  Optional: false"
                if v[0] == "secret"
                else f"<set to the key '{v[2]}' of config map '{v[1]}'>  Optional: false"
            )
        return v

    def _env_spec(self, env):
        out = []
        for k, v in env.items():
            if isinstance(v, tuple):
                ref = "secretKeyRef" if v[0] == "secret" else "configMapKeyRef"
                out.append({"name": k, "valueFrom": {ref: {"name": v[1], "key": v[2]}}})
            else:
                out.append({"name": k, "value": v})
        return out

    def _labels(self, s):
        return {self.key: s["name"], **s["labels"]}

    def pod_status(self, s):
        return {
            "ok": "Running",
            "unready": "Running",
            "crash": "CrashLoopBackOff",
            "pull": s.get("reason"),
            "pending": "Pending",
            "config": "CreateContainerConfigError",
            "creating": "ContainerCreating",
            "init": "Init:0/1",
            "terminating": "Terminating",
        }.get(s["st"], s["st"])

    def pod_state(self, s, i):
        st = s["st"]
        if isinstance(s.get("only"), (list, tuple)) and i not in s["only"]:
            st = "ok"
        d = self.dialect
        ready = st == "ok"
        running = st in ("ok", "unready")
        since = self.at(s.get("since", -86400 * 3) + i * 77)
        cs = {"state": "running", "started_at": since} if running else {"state": "waiting"}
        last = None
        if st == "crash":
            cs = {
                "state": "waiting",
                "reason": "CrashLoopBackOff",
                "message": f"back-off 5m0s restarting failed container={s['name']} pod={self.names[s['name']][i]}_{self.ns}",
            }
            last = {
                "state": "terminated",
                "reason": s["reason"],
                "exit_code": s["exit_code"],
                "started_at": self.at(700),
                "finished_at": self.at(700 + s.get("ran", 3)),
            }
            if s.get("term_message"):
                last["message"] = s["term_message"]
        elif st == "pull":
            cs = {"state": "waiting", "reason": s["reason"], "message": s["message"]}
        elif st == "config":
            cs = {"state": "waiting", "reason": "CreateContainerConfigError", "message": s["message"]}
        elif st in ("creating",):
            cs = {"state": "waiting", "reason": "ContainerCreating"}
        if s.get("last_state") and st != "crash":
            last = s["last_state"]
        if d == "manifest" and cs.get("state") == "waiting":
            cs = {"waiting": True, **{k: v for k, v in cs.items() if k != "state"}}
        phase = "Running" if running or st == "crash" else "Pending"
        status = self.pod_status({**s, "st": st})
        if d == "podlist":
            return {
                "status": status,
                "ready": f"{int(ready)}/1",
                "restarts": s["restarts"] if st != "ok" or not s.get("only") else 0,
                "age": s["age"],
            }
        cont = {
            "name": s["name"],
            "image": s["image"],
            "ports": [f"{s['port']}/TCP"] if d == "describe" else [{"containerPort": s["port"], "protocol": "TCP"}],
        }
        if s["command"]:
            cont["command"] = s["command"]
        if s["args"]:
            cont["args"] = s["args"]
        cont["env"] = {k: self._env_text(v) for k, v in s["env"].items()}
        if s["mounts"]:
            cont["mounts"] = s["mounts"]
        cont.update(requests=s["requests"], limits=s["limits"])
        for k in ("liveness", "readiness", "startup"):
            if s[k]:
                cont[k] = probe_text(s[k])
        cont.update(ready=ready, restart_count=s["restarts"], state=cs)
        if last:
            cont["last_state"] = last
        out = {"namespace": self.ns, "phase": phase, "status": status, "ready": f"{int(ready)}/1"}
        if s["restarts"] and not (s.get("only") and i not in s["only"]):
            out["restarts"] = f"{s['restarts']} (2m41s ago)" if d == "describe" else s["restarts"]
        else:
            out["restarts"] = "0" if d == "describe" else 0
        if st != "pending":
            out["node"] = s["on"][i]
        if st not in ("pending", "creating"):
            out["ip"] = s["ips"][i]
        out["owner"] = f"StatefulSet/{s['name']}" if s["kind"] == "statefulset" else f"ReplicaSet/{s['name']}-{s['rs']}"
        out["service_account"] = s["sa"]
        out["labels"] = self._labels(s)
        tf = "True" if ready else "False"
        if d == "describe":
            out["conditions"] = (
                {"Initialized": "True", "Ready": tf, "ContainersReady": tf, "PodScheduled": "True"}
                if st != "pending"
                else {"PodScheduled": "False"}
            )
        else:
            out["conditions"] = {
                "Ready": {
                    "status": tf,
                    **(
                        {}
                        if ready
                        else {
                            "reason": "ContainersNotReady",
                            "message": f"containers with unready status: [{s['name']}]",
                        }
                    ),
                },
                "PodScheduled": {"status": "True"},
            }
            if st == "pending":
                out["conditions"] = {
                    "PodScheduled": {"status": "False", "reason": "Unschedulable", "message": s["message"]}
                }
        if d == "describe":
            out["containers"] = [cont]
            if s["volumes"]:
                out["volumes"] = s["volumes"]
            out["node_selector"] = s["node_selector"]
            out["tolerations"] = s["tolerations"] or [
                "node.kubernetes.io/not-ready:NoExecute op=Exists for 300s",
                "node.kubernetes.io/unreachable:NoExecute op=Exists for 300s",
            ]
        else:
            slim = {k: cont[k] for k in ("name", "image", "ready", "restart_count", "state")}
            if last:
                slim["last_state"] = last
            out["containers"] = [slim]
        return out

    def workload_spec(self, s):
        c = {
            "name": s["name"],
            "image": s["image"],
            "imagePullPolicy": "IfNotPresent",
            "ports": [{"containerPort": s["port"], "protocol": "TCP"}],
        }
        if s["command"]:
            c["command"] = s["command"]
        if s["args"]:
            c["args"] = s["args"]
        if s["env"]:
            c["env"] = self._env_spec(s["env"])
        c["resources"] = {"requests": s["requests"], "limits": s["limits"]}
        for k in ("liveness", "readiness", "startup"):
            if s[k]:
                c[f"{k}Probe"] = probe_spec(s[k])
        if s["mounts"]:
            c["volumeMounts"] = [{"mountPath": m.split(" ")[0], "name": m.split(" ")[2]} for m in s["mounts"]]
        spec = {"containers": [c], "serviceAccountName": s["sa"], "restartPolicy": "Always"}
        if s["volumes"]:
            vols = []
            for n, v in s["volumes"].items():
                t = v["Type"]
                vols.append(
                    {
                        "name": n,
                        **(
                            {"persistentVolumeClaim": {"claimName": v["ClaimName"]}}
                            if t.startswith("Persistent")
                            else {"configMap": {"name": v["Name"]}}
                            if t.startswith("ConfigMap")
                            else {"secret": {"secretName": v["SecretName"]}}
                            if t.startswith("Secret")
                            else {"emptyDir": {}}
                        ),
                    }
                )
            spec["volumes"] = vols
        if s["node_selector"]:
            spec["nodeSelector"] = s["node_selector"]
        if s["tolerations"]:
            spec["tolerations"] = s["tolerations"]
        if s["affinity"]:
            spec["affinity"] = s["affinity"]
        return {
            "replicas": s["replicas"],
            "selector": {"matchLabels": {self.key: s["name"]}},
            "template": {"metadata": {"labels": self._labels(s)}, "spec": spec},
        }

    def state(self, show=("pod", "workload", "service", "node", "pv"), no_ns=False):
        out = []
        d = self.dialect
        for s in self.svc.values():
            n = s["name"]
            pods = self.names[n]
            only = s.get("only")
            ready = (
                0
                if s["st"] in ("zero",)
                else sum(1 for i in range(len(pods)) if s["st"] == "ok" or (only is not None and i not in only))
            )
            if "pod" in show:
                for i, p in enumerate(pods):
                    if s.get("no_pods"):
                        continue
                    out.append({"entity": f"pod/{p}", "kind": "pod", "attributes": self.pod_state(s, i)})
            if d == "podlist":
                continue
            if "workload" in show:
                have = 0 if s.get("no_pods") else len(pods)
                ready = 0 if s.get("no_pods") else ready
                if s["kind"] == "statefulset":
                    a = {"namespace": self.ns, "ready": f"{ready}/{s['replicas']}", "age": s["age"]}
                elif d == "describe":
                    r = s["replicas"]
                    ok = ready >= r
                    a = {
                        "namespace": self.ns,
                        "replicas": f"{r} desired | {have} updated | {have} total | {ready} available | {have - ready} unavailable",
                        "selector": {self.key: n},
                        "conditions": {
                            "Available": {
                                "status": "True" if ok else "False",
                                "reason": "MinimumReplicasAvailable" if ok else "MinimumReplicasUnavailable",
                            },
                            "Progressing": {
                                "status": "True",
                                "reason": "NewReplicaSetAvailable" if ok else "ReplicaSetUpdated",
                            },
                        },
                        "age": s["age"],
                    }
                    a["conditions"].update(s["extra_conditions"])
                    if s.get("no_pods") or s["st"] == "zero":
                        c = {
                            "name": n,
                            "image": s["image"],
                            "ports": [f"{s['port']}/TCP"],
                            "env": {k: self._env_text(v) for k, v in s["env"].items()},
                            "requests": s["requests"],
                            "limits": s["limits"],
                        }
                        a["containers"] = [c]
                else:
                    a = {
                        "kind": s["kind"].capitalize(),
                        "spec": self.workload_spec(s),
                        "status": {"replicas": have, "readyReplicas": ready, "unavailableReplicas": have - ready},
                    }
                    if s["extra_conditions"]:
                        a["status"]["conditions"] = [{"type": k, **v} for k, v in s["extra_conditions"].items()]
                out.append(
                    {
                        "entity": f"{s['kind']}/{n}",
                        "kind": "manifest" if d == "manifest" and s["kind"] == "deployment" else s["kind"],
                        "attributes": a,
                    }
                )
            if "service" in show and s["svc"]:
                sel = s["selector"] or {self.key: n}
                eps = s["endpoints"]
                if eps is None:
                    match = sel == {self.key: n}
                    ok = [
                        ip
                        for i, ip in enumerate(s["ips"])
                        if match
                        and i < len(pods)
                        and not s.get("no_pods")
                        and (s["st"] == "ok" or (only is not None and i not in only))
                    ]
                    eps = ",".join(f"{ip}:{s['target_port']}" for ip in ok) or "<none>"
                if d == "describe":
                    a = {
                        "namespace": self.ns,
                        "type": "ClusterIP",
                        "selector": sel,
                        "cluster_ip": s["cluster_ip"],
                        "port": f"http  {s['svc_port']}/{s['protocol']}",
                        "target_port": f"{s['target_port']}/{s['protocol']}",
                        "endpoints": eps,
                    }
                    out.append({"entity": f"service/{n}", "kind": "service", "attributes": a})
                else:
                    out.append(
                        {
                            "entity": f"service/{n}",
                            "kind": "manifest",
                            "attributes": {
                                "kind": "Service",
                                "spec": {
                                    "type": "ClusterIP",
                                    "clusterIP": s["cluster_ip"],
                                    "selector": sel,
                                    "ports": [
                                        {
                                            "name": "http",
                                            "port": s["svc_port"],
                                            "targetPort": s["target_port"],
                                            "protocol": s["protocol"],
                                        }
                                    ],
                                },
                            },
                        }
                    )
        if "node" in show and d != "podlist":
            for n, x in self.nodes.items():
                r = {"status": x["ready"], "reason": x["reason"], "message": x["message"]}
                a = {
                    "roles": "<none>",
                    "labels": x["labels"],
                    "taints": x["taints"],
                    "unschedulable": x["unschedulable"],
                }
                fine = {"MemoryPressure": "False", "DiskPressure": "False", "PIDPressure": "False", **x["extra"]}
                a["conditions"] = {"Ready": x["ready"] if d == "describe" and x["ready"] == "True" else r, **fine}
                cap = {"cpu": x["cpu"], "memory": x["memory"], "pods": x["pods"]}
                if d == "describe":
                    a.update(capacity_cpu=x["cpu"], capacity_memory=x["memory"], capacity_pods=x["pods"])
                else:
                    a["capacity"] = cap
                a["allocated"] = {
                    "cpu": {"requests": f"{x['used_cpu']}m"},
                    "memory": {"requests": f"{x['used_mem']}Mi"},
                }
                out.append({"entity": f"node/{n}", "kind": "node", "attributes": a})
        out += self.state_more
        if no_ns:
            for x in out:
                x["attributes"].pop("namespace", None)
        for x in out:
            x["t"] = self.at(self.collected)
            x["attributes"] = {k: v for k, v in x["attributes"].items() if v is not None}
        return out

    def topology(self, kinds=("calls",)):
        out = []
        for s in self.svc.values():
            if "calls" in kinds:
                out += [{"from": f"service/{s['name']}", "to": f"service/{d}", "kind": "calls"} for d in s["deps"]]
            for i, p in enumerate(self.names[s["name"]]):
                if "owns" in kinds:
                    out.append({"from": f"{s['kind']}/{s['name']}", "to": f"pod/{p}", "kind": "owns"})
                if "runs_on" in kinds and s["st"] != "pending":
                    out.append({"from": f"pod/{p}", "to": f"node/{s['on'][i]}", "kind": "runs_on"})
        return out

    # ---- logs
    def chatter(self, count=2, skip=(), when=(-600, 800), grouped=False):
        for s in self.svc.values():
            if s["name"] in skip or not self.names[s["name"]] or s["st"] not in ("ok", "unready"):
                continue
            for j in range(count):
                t = self.rng.uniform(when[0], min(when[1], self.collected - 5))
                e = (
                    self.pod(s["name"], j % len(self.names[s["name"]]))
                    if not grouped
                    else f"deployment/{s['name']}"
                    if s["kind"] == "deployment"
                    else f"statefulset/{s['name']}"
                )
                self.logs.append(
                    {
                        "t": self.at(t),
                        "entity": e,
                        "level": "info",
                        "message": benign(s["lang"], s["name"], self.rng),
                        "count": self.rng.randrange(80, 900) if grouped else None,
                    }
                )

    def log(self, n, message, t=60, level="error", count=None, i=0, src=None, entity=None):
        if entity is None:
            entity = self.pod(n, i) if self.names[n] else f"deployment/{n}"
        self.logs.append(
            {
                "t": self.at(min(t, self.collected - 3)) if t is not None else None,
                "entity": entity,
                "source": src,
                "level": level,
                "message": message,
                "count": count,
            }
        )

    def caller_errors(self, target, how="refused", t=40, count=None, levels=2, path="/v1"):
        """Errors of everything that calls the target, and one level up."""
        seen, front = {target}, [target]
        for depth in range(levels):
            nxt = []
            for s in self.svc.values():
                for d in s["deps"]:
                    if d in front and s["name"] not in seen and self.names[s["name"]]:
                        self.log(
                            s["name"],
                            client_error(s["lang"], self.svc[d], how if depth == 0 else "503", path),
                            t + 3 * depth + self.rng.randrange(9),
                            count=count and count + self.rng.randrange(60),
                        )
                        if count is None:
                            self.log(
                                s["name"],
                                client_error(s["lang"], self.svc[d], how if depth == 0 else "503", path),
                                t + 200 + 3 * depth + self.rng.randrange(90),
                            )
                        seen.add(s["name"])
                        nxt.append(s["name"])
            front = nxt

    def times_off(self):
        for e in self.events:
            e["t"] = None
            e.pop("first_t", None)


def benign(lang, name, rng):
    ms = round(rng.uniform(1, 40), 2)
    n = rng.randrange(1000, 9999)
    return {
        "go": f'level=info caller=http.go:112 msg="request done" path=/v1/{name} status=200 dur={ms}ms',
        "java": f"INFO 1 --- [nio-8080-exec-{n % 9}] c.e.{name.replace('-', '.')}.Api : handled request id={n} in {int(ms)} ms",
        "node": f"GET /api/{name}/{n} 200 {ms} ms - 512",
        "python": f'INFO:     10.244.1.{n % 200}:5{n} - "GET /{name}/{n} HTTP/1.1" 200 OK',
        "dotnet": f"info: Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 GET http://{name}/items/{n} - 200 - application/json {ms}ms",
        "ruby": f"INFO -- : [req-{n}] Completed 200 OK in {int(ms)}ms (ActiveRecord: {ms / 4:.1f}ms)",
        "php": f'127.0.0.1 -  "GET /index.php?id={n}" 200',
        "rust": f"INFO tower_http::trace: finished processing request latency={int(ms)} ms status=200",
        "nginx": f'10.244.0.1 - - "GET /{name}/{n} HTTP/1.1" 200 {n} "-" "Mozilla/5.0"',
        "postgres": "LOG:  checkpoint complete: wrote 143 buffers (0.9%); 0 WAL file(s) added, 0 removed, 1 recycled",
        "mysql": "[Note] [MY-010914] [Server] Aborted connection 88 to db: 'unconnected' user: 'probe' host: '10.244.0.1' (Got an error reading communication packets).",
        "redis": f"1:M * {n % 100} changes in 300 seconds. Saving...",
        "mongo": '{"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted","attr":{"connectionCount":14}}',
        "kafka": "INFO [GroupCoordinator 0]: Stabilized group ingest generation 12 (kafka.coordinator.group.GroupCoordinator)",
        "rabbit": "[info] <0.812.0> accepting AMQP connection <0.812.0> (10.244.1.8:41022 -> 10.244.2.9:5672)",
        "nats": "[1] [INF] 10.244.1.7:38212 - cid:41 - Client connection created",
    }[lang]


def client_error(lang, d, how, path):
    h, p, ip = d["name"], d["svc_port"], d["cluster_ip"]
    words = {
        "refused": {
            "go": f'Get "http://{h}:{p}{path}": dial tcp {ip}:{p}: connect: connection refused',
            "java": f"java.net.ConnectException: Connection refused: {h}/{ip}:{p}",
            "node": f"FetchError: request to http://{h}:{p}{path} failed, reason: connect ECONNREFUSED {ip}:{p}",
            "python": f"httpx.ConnectError: [Errno 111] Connection refused (http://{h}:{p}{path})",
            "dotnet": f"System.Net.Http.HttpRequestException: Connection refused ({h}:{p})",
            "ruby": f'Faraday::ConnectionFailed: Failed to open TCP connection to {h}:{p} (Connection refused - connect(2) for "{h}" port {p})',
            "php": f"cURL error 7: Failed to connect to {h} port {p} after 2 ms: Connection refused",
            "rust": f"error sending request for url (http://{h}:{p}{path}): tcp connect error: Connection refused (os error 111)",
            "nginx": f'[error] 29#29: *4812 connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://{ip}:{p}{path}"',
        },
        "timeout": {
            "go": f'Get "http://{h}:{p}{path}": dial tcp {ip}:{p}: i/o timeout',
            "java": f"java.net.SocketTimeoutException: Connect timed out to {h}/{ip}:{p}",
            "node": f"FetchError: network timeout at: http://{h}:{p}{path}",
            "python": f"httpx.ConnectTimeout: timed out (http://{h}:{p}{path})",
            "dotnet": f"System.Threading.Tasks.TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 5 seconds elapsing. ({h}:{p})",
            "ruby": f"Faraday::TimeoutError: Net::OpenTimeout: Failed to open TCP connection to {h}:{p} (execution expired)",
            "php": f"cURL error 28: Connection timed out after 5001 milliseconds ({h}:{p})",
            "rust": f"error sending request for url (http://{h}:{p}{path}): operation timed out",
            "nginx": f'[error] 29#29: *4812 upstream timed out (110: Operation timed out) while connecting to upstream, upstream: "http://{ip}:{p}{path}"',
        },
        "503": {
            "go": f'level=error msg="call failed" peer={h} status=503',
            "java": f'HttpServerErrorException$ServiceUnavailable: 503 Service Unavailable: "{h}"',
            "node": f"Error: {h} responded with 503",
            "python": f"httpx.HTTPStatusError: Server error '503 Service Unavailable' for url 'http://{h}:{p}{path}'",
            "dotnet": f"System.Net.Http.HttpRequestException: Response status code does not indicate success: 503 (Service Unavailable). [{h}]",
            "ruby": f"Faraday::ServerError: the server responded with status 503 ({h})",
            "php": f"Server error: GET http://{h}{path} resulted in a 503 Service Unavailable response",
            "rust": f"HTTP status server error (503 Service Unavailable) for url (http://{h}:{p}{path})",
            "nginx": f'10.244.0.1 - - "GET {path} HTTP/1.1" 502 157 upstream={h}',
        },
    }
    return words[how].get(lang, words[how]["go"])


# ---- series
def ar(level, n, rng, spread=0.05, rho=0.6, tail=0.01):
    """Noise around a level: correlated, now and then a heavy-tailed excursion."""
    out, e = [], 0.0
    for _ in range(n):
        e = rho * e + rng.gauss(0, spread * math.sqrt(1 - rho * rho))
        v = level * (1 + e)
        if rng.random() < tail:
            v *= 1 + min(rng.paretovariate(1.8) - 1, 2.5) * 0.5
        out.append(max(0.0, v))
    return out


def shape(n, at, kind="step", to=1.0, over=1):
    """Factor 0..to over n points, beginning at point at."""
    out = []
    for i in range(n):
        if i < at:
            out.append(0.0)
        elif kind == "step":
            out.append(to)
        elif kind == "ramp":
            out.append(to * min(1.0, (i - at + 1) / over))
        elif kind == "pulse":
            out.append(to if i < at + over else 0.0)
        else:
            raise ValueError(kind)
    return out


def sig(v):
    return float(f"{v:.4g}")


def series(clock, entity, name, values, period, first, **more):
    return {
        "name": name,
        "entity": entity,
        "period_s": period,
        "points": [[clock(first + i * period), sig(v)] for i, v in enumerate(values)],
        **more,
    }
