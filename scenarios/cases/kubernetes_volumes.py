"""Claims that stay unbound, volumes that do not come, and processes that may not use them."""

from scenarios.cases.building import Case, Item, Scenario
from scenarios.cases.building_kubernetes import Cluster, fault, scenario
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS

UNBOUND = (
    "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: "
    "3 Preemption is not helpful for scheduling."
)


def _claim(c: Cluster, pod: str, claim: str, path: str) -> None:
    """The pod mounts a claim."""
    c.attrs(pod)["volumes"] = {"data": {"Type": "PersistentVolumeClaim", "ClaimName": claim, "ReadOnly": "false"}}
    c.container(pod)["mounts"] = [f"{path} from data (rw)"]


def _volume(c: Cluster, name: str, **more: object) -> Item:
    return c.add(
        f"pv/{name}",
        "pv",
        **{
            "status": "Available",
            "claim": "",
            "capacity": "20Gi",
            "access_modes": "RWO",
            "storage_class": "",
            "labels": {},
            "source": {"Type": "HostPath", "Path": f"/srv/{name}"},
            **more,
        },
    )


def _unbound(
    c: Cluster,
    pods: list[str],
    claim: str,
    text: str | None,
    *,
    reason: str = "FailedBinding",
    path: str = "/data",
    **more: object,
) -> None:
    """Pods that wait for a claim that is not bound."""
    c.add(
        f"pvc/{claim}",
        "pvc",
        **{
            "namespace": c.namespace,
            "status": "Pending",
            "volume": "",
            "capacity": "",
            "access_modes": "",
            "storage_class": "",
            "used_by": pods[0][4:],
            **more,
        },
    )
    for pod in pods:
        _claim(c, pod, claim, path)
        c.pending(pod, UNBOUND if text is not None and c.objects else None)
        if text is not None:
            c.event(pod, 0.3, "FailedScheduling", UNBOUND, source="default-scheduler", count=4)
    if text:
        c.event(f"pvc/{claim}", 14, reason, text, source="persistentvolume-controller", count=58, first=0.1)


def _claim_missing(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-03-03T03:33:00", 301)
    c.system(BANK, chatter=2)
    text = (
        '0/3 nodes are available: persistentvolumeclaim "statements-archive" not found. preemption: 0/3 nodes are '
        "available: 3 Preemption is not helpful for scheduling."
    )
    for pod in c.pods("statements"):
        _claim(c, pod, "statements-archive", "/archive")
        c.pending(pod, text)
        c.event(pod, 0.2, "FailedScheduling", text, source="default-scheduler", count=5)
    c.change("pvc/statements-archive", -30, "data", "kubectl delete pvc", "user/d.costa")
    c.change("deployment/statements", -0.5, "deployment", "kubectl rollout restart", "ci/statements")
    c.lines(
        "service/mobile-bff",
        range(1, 16, 3),
        "AxiosError: connect ECONNREFUSED 172.20.5.11:8000 /statements/{n}",
        "error",
    )
    return c.bundle(case_id, "mobile-bff error budget burn", "service/mobile-bff"), fault(
        "k8s.volume.claim_missing",
        "deployment/statements",
        "k8s.volume.pvc_selector_mismatch",
        "k8s.volume.mount_timeout",
        "dependency.unreachable",
    )


def _claim_missing_by_state(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-03-19T11:11:00", 302, objects=False, timed=False, edges=False)
    c.system(FLEET)
    pod = c.pods("alerts")[0]
    c.pending(pod, None)
    _claim(c, pod, "alert-spool", "/spool")
    c.add(
        "pvc/alerts-spool",
        "pvc",
        namespace="fleet",
        status="Bound",
        volume="pvc-41ab",
        capacity="5Gi",
        access_modes="RWO",
        storage_class="standard",
        used_by="<none>",
    )
    c.add(
        "pvc/data-fleet-db-0",
        "pvc",
        namespace="fleet",
        status="Bound",
        volume="pvc-0c7e",
        capacity="50Gi",
        access_modes="RWO",
        storage_class="standard",
        used_by="fleet-db-0",
    )
    return c.bundle(case_id, "driver alerts: nothing sent", "service/alerts", source="manual"), fault(
        "k8s.volume.claim_missing",
        "deployment/alerts",
        "k8s.volume.already_bound",
        "k8s.scheduling.insufficient_memory",
        "control_plane.scheduler_down",
        also=[("k8s.volume.claim_missing", "service/alerts")],
    )


def _label_selector(case_id: str) -> Scenario:
    c = Cluster("media", "2026-04-04T04:40:00", 303)
    c.system(MEDIA, chatter=2)
    pods = c.pods("asset-store")
    _unbound(
        c,
        pods,
        "asset-store-data",
        "no persistent volumes available for this claim and no storage class is set",
        access_modes="RWO",
    )
    c.add(
        "pvc/asset-store-data",
        "manifest",
        kind="PersistentVolumeClaim",
        spec={
            "accessModes": ["ReadWriteOnce"],
            "storageClassName": "",
            "selector": {"matchLabels": {"tier": "assets-v2"}},
            "resources": {"requests": {"storage": "20Gi"}},
        },
    )
    _volume(c, "assets-01", labels={"tier": "assets"}, capacity="50Gi")
    _volume(c, "assets-02", labels={"tier": "assets"}, capacity="50Gi")
    c.change("statefulset/asset-store", -1, "config", "kubectl apply", "ci/media-infra", selector="tier=assets-v2")
    c.lines(
        "service/subtitles",
        range(1, 16, 2),
        "fail: Subtitles.Store[0] Amazon.S3: Connection refused (asset-store:9000)",
        "error",
    )
    return c.bundle(case_id, "subtitle upload failing", "service/subtitles", source="datadog"), fault(
        "k8s.volume.pvc_selector_mismatch",
        "statefulset/asset-store",
        "k8s.volume.storage_class_mismatch",
        "k8s.volume.capacity_mismatch",
        "k8s.volume.access_mode_mismatch",
        "dependency.unreachable",
        also=[("k8s.volume.pvc_selector_mismatch", "pvc/asset-store-data")],
    )


def _class_missing(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-07-01T22:15:00", 304)
    c.system(ENERGY, chatter=2)
    _unbound(
        c,
        c.pods("meter-bus"),
        "data-meter-bus-0",
        'storageclass.storage.k8s.io "fast-nvme" not found',
        reason="ProvisioningFailed",
        storage_class="fast-nvme",
        path="/var/lib/rabbitmq",
    )
    c.add(
        "storageclass/gp3",
        "storageclass",
        provisioner="ebs.csi.aws.com",
        binding_mode="WaitForFirstConsumer",
        default=True,
    )
    c.add(
        "storageclass/nvme-fast",
        "storageclass",
        provisioner="local.csi.halden.example",
        binding_mode="Immediate",
        default=False,
    )
    c.lines(
        "service/meter-ingest",
        range(1, 16, 2),
        '{"level":"error","msg":"amqp dial","err":"dial tcp 172.20.8.8:5672: connect: connection refused","try":{n}}',
        "error",
    )
    return c.bundle(
        case_id, "meter readings dropped", "service/meter-ingest", source="datadog", severity="critical"
    ), fault(
        "k8s.volume.storage_class_mismatch",
        "statefulset/meter-bus",
        "k8s.volume.claim_missing",
        "dependency.unreachable",
        "k8s.quota.storage_exceeded",
        also=[("k8s.volume.storage_class_mismatch", "pvc/data-meter-bus-0")],
    )


def _class_by_state(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-07-21T08:00:00", 305, objects=False, timed=False)
    c.system(CLINIC)
    pods = c.pods("letters")
    _unbound(c, pods, "letters-out", None, storage_class="manual-nfs", access_modes="RWO", capacity="", requested="5Gi")
    _volume(c, "nfs-letters", storage_class="manual", capacity="5Gi")
    _volume(c, "nfs-scans", storage_class="manual", capacity="5Gi", status="Bound", claim="clinic/scans")
    return c.bundle(case_id, "letters not printed", "service/letters", source="manual", severity="warning"), fault(
        "k8s.volume.storage_class_mismatch",
        "deployment/letters",
        "k8s.volume.capacity_mismatch",
        "k8s.volume.access_mode_mismatch",
        "control_plane.scheduler_down",
        "k8s.volume.already_bound",
        also=[
            ("k8s.volume.storage_class_mismatch", "pvc/letters-out"),
            ("k8s.volume.storage_class_mismatch", "service/letters"),
        ],
    )


def _access_mode(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-01-30T06:06:00", 306)
    c.system(PARCELS, chatter=2)
    _unbound(
        c,
        c.pods("labels"),
        "label-templates",
        'Cannot bind to requested volume "templates-nfs": incompatible accessMode',
        reason="VolumeMismatch",
        access_modes="RWX",
        volume="templates-nfs",
        path="/templates",
    )
    _volume(c, "templates-nfs", access_modes="RWO")
    return c.bundle(case_id, "labels: no ready pods", "service/labels"), fault(
        "k8s.volume.access_mode_mismatch",
        "deployment/labels",
        "k8s.volume.capacity_mismatch",
        "k8s.volume.already_bound",
        "k8s.volume.pvc_selector_mismatch",
        also=[
            ("k8s.volume.access_mode_mismatch", "pvc/label-templates"),
            ("k8s.volume.access_mode_mismatch", "service/labels"),
        ],
    )


def _access_mode_by_state(case_id: str) -> Scenario:
    c = Cluster("media", "2026-02-20T20:00:00", 307, objects=False)
    c.system(MEDIA)
    _unbound(c, c.pods("thumbnailer"), "frames", "", access_modes="RWX", storage_class="shared")
    c.add(
        "pvc/frames",
        "manifest",
        kind="PersistentVolumeClaim",
        spec={
            "accessModes": ["ReadWriteMany"],
            "storageClassName": "shared",
            "resources": {"requests": {"storage": "10Gi"}},
        },
    )
    _volume(c, "shared-1", storage_class="shared", access_modes="RWO", capacity="10Gi")
    _volume(c, "shared-2", storage_class="shared", access_modes="ROX", capacity="40Gi")
    return c.bundle(case_id, "no thumbnails", "deployment/thumbnailer", severity="warning"), fault(
        "k8s.volume.access_mode_mismatch",
        "deployment/thumbnailer",
        "k8s.volume.capacity_mismatch",
        "k8s.volume.storage_class_mismatch",
        also=[("k8s.volume.access_mode_mismatch", "pvc/frames")],
    )


def _capacity(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-06-18T16:16:00", 308)
    c.system(TICKETS, chatter=2)
    _unbound(
        c,
        c.pods("tickets-db"),
        "data-tickets-db-0",
        'Cannot bind to requested volume "mongo-disk": requested PV is too small',
        reason="VolumeMismatch",
        volume="mongo-disk",
        access_modes="RWO",
        path="/data/db",
    )
    _volume(c, "mongo-disk", capacity="20Gi")
    c.add(
        "pvc/data-tickets-db-0",
        "manifest",
        kind="PersistentVolumeClaim",
        spec={
            "accessModes": ["ReadWriteOnce"],
            "volumeName": "mongo-disk",
            "resources": {"requests": {"storage": "80Gi"}},
        },
    )
    c.lines(
        "service/orders",
        range(1, 16, 2),
        "ERROR [cluster-{n}] com.mongodb.MongoTimeoutException: Timed out while waiting "
        "for a server that matches ReadPreferenceServerSelector{readPreference=primary}",
        "error",
    )
    return c.bundle(case_id, "orders cannot be placed", "service/box-office", severity="critical"), fault(
        "k8s.volume.capacity_mismatch",
        "statefulset/tickets-db",
        "k8s.volume.access_mode_mismatch",
        "db.unreachable",
        "storage.full",
        "k8s.quota.storage_exceeded",
        also=[("k8s.volume.capacity_mismatch", "pvc/data-tickets-db-0")],
    )


def _capacity_by_state(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-09-09T09:09:00", 309, objects=False, timed=False)
    c.system(ENERGY)
    _unbound(
        c, c.pods("forecast"), "forecast-models", None, storage_class="local", access_modes="RWO", requested="100Gi"
    )
    c.add(
        "pvc/forecast-models",
        "manifest",
        kind="PersistentVolumeClaim",
        spec={
            "accessModes": ["ReadWriteOnce"],
            "storageClassName": "local",
            "resources": {"requests": {"storage": "100Gi"}},
        },
    )
    for place, size in enumerate(("50Gi", "50Gi", "20Gi")):
        _volume(c, f"local-{place}", storage_class="local", capacity=size)
    return c.bundle(case_id, "forecast is not available", "service/forecast", source="manual"), fault(
        "k8s.volume.capacity_mismatch",
        "deployment/forecast",
        "k8s.volume.storage_class_mismatch",
        "k8s.volume.pvc_selector_mismatch",
        "k8s.scheduling.insufficient_memory",
        also=[
            ("k8s.volume.capacity_mismatch", "pvc/forecast-models"),
            ("k8s.volume.capacity_mismatch", "service/forecast"),
        ],
    )


def _already_bound(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-10-30T23:50:00", 310)
    c.system(BANK, chatter=2)
    _unbound(
        c,
        c.pods("ledger-db"),
        "ledger-restore",
        'volume "ledger-pv" already bound to a different claim.',
        volume="ledger-pv",
        access_modes="RWO",
        path="/var/lib/postgresql/data",
    )
    _volume(c, "ledger-pv", status="Bound", claim="core-bank/data-ledger-db-0", capacity="200Gi", storage_class="")
    c.lines(
        "service/accounts",
        range(1, 17, 2),
        "ERROR HikariPool-1 - Exception during pool initialization. "
        "org.postgresql.util.PSQLException: Connection to ledger-db:5432 refused.",
        "error",
    )
    c.lines(
        "service/statements",
        range(2, 17, 3),
        "psycopg2.OperationalError: could not connect to server: Connection refused "
        'Is the server running on host "ledger-db" and accepting TCP/IP connections on port 5432?',
        "error",
    )
    return c.bundle(case_id, "accounts 5xx", "service/mobile-bff", source="cloudwatch", severity="critical"), fault(
        "k8s.volume.already_bound",
        "statefulset/ledger-db",
        "k8s.volume.capacity_mismatch",
        "db.unreachable",
        "k8s.volume.mount_timeout",
        also=[("k8s.volume.already_bound", "pvc/ledger-restore")],
        herring={"cause": "db.unreachable", "entity": "service/ledger-db"},
    )


def _permission(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-05-05T17:00:00", 311)
    c.system(FLEET, chatter=2)
    pod = c.pods("fleet-db")[0]
    c.crashing(pod, 8, 1)
    _claim(c, pod, "data-fleet-db-0", "/var/lib/postgresql/data")
    for minute in (0.5, 3, 8, 14):
        c.log(
            pod, minute, "chmod: changing permissions of '/var/lib/postgresql/data': Operation not permitted", "error"
        )
        c.log(pod, minute + 0.02, 'FATAL:  could not open file "global/pg_filenode.map": Permission denied', "fatal")
    c.began(pod, 0.2)
    c.backing_off(pod, 15, 31)
    c.change("statefulset/fleet-db", -0.5, "config", "kubectl apply", "user/s.roy", run_as_user=[999, 1000])
    c.lines(
        "service/dispatch-api",
        range(1, 16, 2),
        "asyncpg.exceptions.CannotConnectNowError / ConnectionRefusedError: [Errno "
        "111] Connect call failed ('172.20.9.9', 5432)",
        "error",
    )
    return c.bundle(case_id, "dispatch-api 5xx > 10%", "service/dispatch-web", severity="critical"), fault(
        "k8s.volume.permission_denied",
        "statefulset/fleet-db",
        "db.unreachable",
        "access.permission_denied",
        "k8s.container.command_invalid",
    )


def _permission_in_logs_only(case_id: str) -> Scenario:
    c = Cluster("media", "2026-05-19T05:30:00", 312, timed=False, edges=False, slim=True)
    c.system(MEDIA, only=("web-player", "playlists", "thumbnailer", "asset-store"))
    c.drop("deployment/", "statefulset/")
    for pod in c.pods("thumbnailer"):
        c.attrs(pod).update(status="CrashLoopBackOff", ready="0/1", restarts=9)
        for _ in range(4):
            c.log(pod, 0, "2026-05-19 05:31:02 INFO worker.loop starting, scratch=/frames")
            c.log(
                pod,
                0,
                'Traceback (most recent call last):\n  File "/app/worker.py", line 44, in prepare\n    '
                "os.makedirs(path)"
                "\nPermissionError: [Errno 13] Permission denied: '/frames/tmp'",
                "error",
            )
    c.log("service/web-player", 0, 'GET /thumb/8121.jpg 404 "-"', count=188)
    return c.bundle(
        case_id, "thumbnail age over 1 h", "service/web-player", source="datadog", severity="warning"
    ), fault(
        "k8s.volume.permission_denied",
        c.pods("thumbnailer")[0],
        "access.permission_denied",
        "code.unhandled_error",
        "k8s.rbac.forbidden",
    )


def _attach(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-08-15T12:45:00", 313)
    c.system(TICKETS, chatter=2)
    c.all_nodes()
    pod = c.pods("holds-cache")[0]
    _claim(c, pod, "data-holds-cache-0", "/data")
    c.waiting(pod, "ContainerCreating", "")
    c.container(pod)["state"] = {"state": "waiting", "reason": "ContainerCreating", "message": None}
    c.add(
        "pvc/data-holds-cache-0",
        "pvc",
        namespace="tickets",
        status="Bound",
        volume="pvc-7c2a91d4",
        capacity="10Gi",
        access_modes="RWO",
        storage_class="gp3",
        used_by="holds-cache-0",
    )
    c.event(
        pod,
        0.1,
        "Scheduled",
        f"Successfully assigned tickets/holds-cache-0 to {c.attrs(pod)['node']}",
        level="normal",
        source="default-scheduler",
    )
    c.event(
        pod,
        0.2,
        "FailedAttachVolume",
        'Multi-Attach error for volume "pvc-7c2a91d4" Volume is already exclusively '
        "attached to one node and can't be attached to another",
        source="attachdetach-controller",
    )
    c.event(
        pod,
        16,
        "FailedMount",
        "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data "
        "kube-api-access-7xk2l]: timed out waiting for the condition",
        count=7,
        first=2.2,
    )
    c.lines(
        "service/holds",
        range(1, 17, 2),
        '{"level":"error","msg":"redis","err":"dial tcp 172.20.30.4:6379: connect: connection refused"}',
        "error",
    )
    c.change(f"node/{c.nodes[1]}", -3, "infrastructure", "kubectl drain", "user/l.haas")
    return c.bundle(case_id, "seats cannot be held", "service/box-office", severity="critical"), fault(
        "k8s.volume.mount_timeout",
        "statefulset/holds-cache",
        "node.not_ready",
        "k8s.volume.already_bound",
        "dependency.unreachable",
        "k8s.volume.access_mode_mismatch",
    )


def _mount_nfs(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-11-11T07:45:00", 314, objects=False)
    c.system(CLINIC, chatter=2)
    pods = c.pods("letters")
    c.waiting(pods[0], "ContainerCreating", "")
    _claim(c, pods[0], "letters-share", "/out")
    c.event(
        pods[0],
        2,
        "FailedMount",
        'MountVolume.SetUp failed for volume "letters-share" : rpc error: code = DeadlineExceeded '
        "desc = context deadline exceeded",
        count=6,
    )
    c.event(
        pods[0],
        4,
        "FailedMount",
        "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[]: "
        "timed out waiting for the condition",
        count=5,
    )
    c.lines(
        "service/reminders",
        (1, 5, 9, 13),
        "Faraday::ConnectionFailed (Failed to open TCP connection to letters:80 (Connection refused))",
        "error",
    )
    return c.bundle(case_id, "reminders backlog", "service/reminders", severity="warning"), fault(
        "k8s.volume.mount_timeout",
        "deployment/letters",
        "k8s.config.secret_missing",
        "k8s.volume.permission_denied",
        "storage.io_saturation",
    )


CASES: tuple[Case, ...] = (
    scenario(
        "kube-statements-archive-deleted", "Somebody deleted a claim; the next restart waits for it.", _claim_missing
    ),
    scenario(
        "kube-alert-spool-spelled-otherwise",
        "The pod names a claim that differs by a letter from the one there; state only.",
        _claim_missing_by_state,
    ),
    scenario("kube-assets-moved-to-a-new-tier", "The claim selects a label no volume carries.", _label_selector),
    scenario("kube-fast-disks-for-the-bus", "The claim asks for a storage class of another name.", _class_missing),
    scenario("kube-letters-on-a-share", "Claim and volume differ only by their class; state only.", _class_by_state),
    scenario("kube-templates-shared-by-two", "A claim for many writers is tied to a volume for one.", _access_mode),
    scenario(
        "kube-frames-for-many-writers",
        "No volume of the class may be written by many; manifest and volumes say so.",
        _access_mode_by_state,
    ),
    scenario("kube-tickets-need-a-larger-disk", "The named volume is smaller than the claim asks.", _capacity),
    scenario("kube-forecast-models-grew", "No volume of the class is large enough; state only.", _capacity_by_state),
    scenario("kube-ledger-restore", "A restored database points at a volume another claim holds.", _already_bound),
    scenario(
        "kube-fleet-db-after-user-change",
        "The database runs as another user and may not read its own files.",
        _permission,
    ),
    scenario(
        "kube-frames-directory", "A worker may not write its mount; only lines, no times.", _permission_in_logs_only
    ),
    scenario(
        "kube-holds-cache-after-drain", "After a drain the disk hangs on the old node and is not attached.", _attach
    ),
    scenario("kube-letters-share-slow-to-come", "A network share is not mounted in time.", _mount_nfs),
)
