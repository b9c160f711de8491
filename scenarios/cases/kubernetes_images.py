"""Images that do not come, and Secrets or ConfigMaps that are not there."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, condition, fault, herring, scenario
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS, System


def _pull(
    c: Cluster,
    system: System,
    app: str,
    image: str,
    detail: str,
    *,
    events: bool = True,
    waits: str = "ImagePullBackOff",
    caller: str | None = None,
) -> list[str]:
    """A workload whose image is not pulled; the old pods are gone or were replaced."""
    c.system(system, chatter=2)
    pods = c.pods(app)
    for place, pod in enumerate(pods):
        c.container(pod)["image"] = image
        message = detail if waits == "ErrImagePull" else f'Back-off pulling image "{image}"'
        c.waiting(pod, waits, message)
        if events:
            node = c.attrs(pod)["node"]
            c.event(
                pod,
                0.1 + place,
                "Scheduled",
                f"Successfully assigned {c.namespace}/{pod[4:]} to {node}",
                level="normal",
                source="default-scheduler",
            )
            c.event(pod, 9 + place, "Pulling", f'Pulling image "{image}"', level="normal", count=4, first=0.2)
            c.event(pod, 9.2 + place, "Failed", detail, count=4, first=0.3)
            c.event(pod, 9.2 + place, "Failed", "Error: ErrImagePull", count=4, first=0.3)
            c.event(
                pod, 16 + place / 9, "BackOff", f'Back-off pulling image "{image}"', level="normal", count=44, first=0.5
            )
    if caller:
        c.lines(f"service/{caller}", range(1, 17, 2), f"error: dial {app}: connection refused (attempt {{n}})", "error")
    return pods


def _tag(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-04-08T14:20:00", 401)
    image = "registry.halden.example/parcels/carriers:1.0.28-rcl"
    _pull(
        c,
        PARCELS,
        "carriers",
        image,
        f'Failed to pull image "{image}": rpc error: code = NotFound desc = failed to pull and '
        f'unpack image "{image}": failed to resolve reference "{image}": {image}: not found',
        caller="routing",
    )
    c.change(
        "deployment/carriers",
        -0.2,
        "deployment",
        "kubectl set image",
        "ci/carriers",
        image=["carriers:1.0.27", "carriers:1.0.28-rcl"],
    )
    c.event(
        c.pods("intake")[0],
        -600,
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        count=2,
    )
    return c.bundle(case_id, "routing error ratio", "service/routing"), fault(
        "k8s.image.reference_invalid",
        "deployment/carriers",
        "k8s.image.pull_unauthorized",
        "deployment.rollout_stuck",
        "dependency.unreachable",
    )


def _name(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-04-23T09:20:00", 402, objects=False)
    image = "registry.halden.example/Clinic/patients:1.42"
    text = (
        f'Failed to apply default image tag "{image}": couldn\'t parse image name "{image}": invalid reference format: '
        "repository name (Clinic/patients) must be lowercase"
    )
    c.system(CLINIC, chatter=2)
    for pod in c.pods("patients"):
        c.container(pod)["image"] = image
        c.waiting(pod, "InvalidImageName", text)
        c.event(pod, 15, "InspectFailed", text, count=70, first=0.1)
        c.event(pod, 15, "Failed", "Error: InvalidImageName", count=70, first=0.1)
    c.lines(
        "service/booking-ui",
        range(1, 17, 3),
        'connect() failed (111: Connection refused) while connecting to upstream: "http://patients:8090/find?q={n}"',
        "error",
    )
    return c.bundle(case_id, "patient search error rate", "service/booking-ui", source="datadog"), fault(
        "k8s.image.reference_invalid",
        "deployment/patients",
        "k8s.image.registry_dns_failure",
        "dependency.unreachable",
        "k8s.container.command_invalid",
    )


def _tag_by_state(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-05-21T21:00:00", 403, objects=False, timed=False, edges=False)
    image = "docker.io/library/redis:7.2.44"
    _pull(
        c,
        TICKETS,
        "holds-cache",
        image,
        f'rpc error: code = NotFound desc = failed to pull and unpack image "{image}": failed '
        f'to resolve reference "{image}": {image}: not found',
        events=False,
        waits="ErrImagePull",
    )
    c.alert(None, 0, "Check: reserve a seat", count=31, reason="HTTP 500")
    return c.bundle(case_id, "Check: reserve a seat", "service/box-office", source="synthetic-monitor"), fault(
        "k8s.image.reference_invalid",
        "statefulset/holds-cache",
        "k8s.image.rate_limited",
        "dependency.cache_failure",
        also=[("k8s.image.reference_invalid", "service/holds-cache")],
    )


def _dns(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-09-25T02:30:00", 404)
    image = "images.nordgrid.example/energy/tariffs:20260302"
    text = (
        f'Failed to pull image "{image}": rpc error: code = Unavailable desc = failed to pull and unpack image '
        f'"{image}": '
        f'failed to resolve reference "{image}": failed to do request: Head '
        '"https://images.nordgrid.example/v2/energy/tariffs/manifests/20260302": dial tcp: lookup '
        "images.nordgrid.example on "
        "10.0.0.2:53: no such host"
    )
    _pull(c, ENERGY, "tariffs", image, text, caller="consumer-portal")
    c.change("node/" + c.nodes[0], -40, "infrastructure", "drain", "autoscaler")
    return c.bundle(case_id, "bill preview fails", "service/consumer-portal", source="datadog"), fault(
        "k8s.image.registry_dns_failure",
        "deployment/tariffs",
        "dns.resolution_failure",
        "k8s.image.reference_invalid",
        "k8s.image.pull_unauthorized",
        "dependency.unreachable",
    )


def _dns_two_workloads(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-09-29T18:05:00", 405, objects=False)
    image = "harbor.fleet.internal/fleet/driver-alerts:1.6.2"
    text = (
        f'Failed to pull image "{image}": failed to pull and unpack image "{image}": failed to resolve '
        f'reference "{image}": '
        'failed to do request: Head "https://harbor.fleet.internal/v2/fleet/driver-alerts/manifests/1.6.2": '
        "dial tcp: lookup "
        "harbor.fleet.internal on 169.254.20.10:53: server misbehaving"
    )
    _pull(c, FLEET, "alerts", image, text)
    c.lines("service/dispatch-api", (2, 6, 10, 14), "WARNING driver alert {n} not delivered, queued", "warn")
    return c.bundle(case_id, "driver alerts queue above 100", "service/dispatch-api", severity="warning"), fault(
        "k8s.image.registry_dns_failure",
        "deployment/alerts",
        "k8s.image.rate_limited",
        "dns.record_wrong",
        "network.partition",
    )


def _unauthorized(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-06-26T12:12:00", 406)
    image = "bankimages.azurecr.example/core/limits:1.18.7"
    text = (
        f'Failed to pull image "{image}": rpc error: code = Unknown desc = failed to pull and unpack image '
        f'"{image}": failed to '
        f'resolve reference "{image}": failed to authorize: failed to fetch anonymous token: unexpected status '
        f"from GET request "
        "to https://bankimages.azurecr.example/oauth2/token?scope=repository%3Acore%2Flimits%3Apull: 401 Unauthorized"
    )
    pods = _pull(c, BANK, "limits", image, text, caller="accounts")
    for pod in pods:
        c.event(
            pod,
            9,
            "FailedToRetrieveImagePullSecret",
            "Unable to retrieve some image pull secrets (acr-pull); attempting to pull the image may not succeed.",
            count=5,
        )
    c.change("secret/acr-pull", -2000, "access", "kubectl delete secret", "user/p.gruber")
    c.change(
        "deployment/limits",
        -0.2,
        "deployment",
        "kubectl set image",
        "ci/limits",
        image=["limits:1.18.6", "limits:1.18.7"],
    )
    return c.bundle(
        case_id, "transfers declined: limit check unavailable", "service/mobile-bff", severity="critical"
    ), fault(
        "k8s.image.pull_unauthorized",
        "deployment/limits",
        "k8s.image.reference_invalid",
        "deployment.bad_release",
        "access.credentials_expired",
        "k8s.config.secret_missing",
    )


def _denied(case_id: str) -> Scenario:
    c = Cluster("media", "2026-06-29T10:10:00", 407, slim=False, objects=False, timed=False)
    image = "docker.io/haldenmedia/ad-decision:161"
    text = (
        f'Failed to pull image "{image}": rpc error: code = Unknown desc = failed to pull and unpack image '
        f'"{image}": failed to '
        f'resolve reference "{image}": pull access denied, repository does not exist or may require '
        f"authorization: server "
        "message: insufficient_scope: authorization failed"
    )
    _pull(c, MEDIA, "ads", image, text)
    c.add("namespace/media", "secrets", names=["media-db", "cdn-signing"])
    c.add(
        "deployment/ads",
        "manifest",
        kind="Deployment",
        spec={
            "template": {
                "spec": {"imagePullSecrets": [{"name": "hub-pull"}], "containers": [{"name": "ads", "image": image}]}
            }
        },
    )
    return c.bundle(case_id, "ad decisions: no data", "service/web-player", source="datadog"), fault(
        "k8s.image.pull_unauthorized",
        "deployment/ads",
        "k8s.image.reference_invalid",
        "k8s.image.rate_limited",
        also=[("k8s.config.secret_missing", "deployment/ads")],
    )


def _rate(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-08-29T19:00:00", 408)
    image = "docker.io/library/redis:7.2.4"
    text = (
        f'Failed to pull image "{image}": rpc error: code = Unknown desc = failed to pull and unpack image '
        f'"{image}": failed to '
        f"copy: httpReadSeeker: failed open: unexpected status code "
        f"https://registry-1.docker.io/v2/library/redis/manifests/"
        "sha256:1f9c: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate "
        "limit. You may "
        "increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit"
    )
    _pull(c, TICKETS, "holds-cache", image, text, caller="holds")
    c.event(
        f"node/{c.nodes[0]}",
        -6,
        "RemovingNode",
        f"Node {c.nodes[0]} event: Removing Node from Controller",
        level="normal",
        source="node-controller",
    )
    return c.bundle(case_id, "seat holds failing", "service/box-office"), fault(
        "k8s.image.rate_limited",
        "statefulset/holds-cache",
        "k8s.image.pull_unauthorized",
        "gateway.rate_limited",
        "dependency.unreachable",
    )


def _config_error(c: Cluster, system: System, app: str, text: str, *, events: bool = True) -> list[str]:
    """Containers that cannot be made because of what they refer to."""
    c.system(system, chatter=2)
    pods = c.pods(app)
    for place, pod in enumerate(pods):
        c.waiting(pod, "CreateContainerConfigError", text)
        if events:
            c.event(
                pod,
                0.1 + place,
                "Scheduled",
                f"Successfully assigned {c.namespace}/{pod[4:]} to {c.attrs(pod)['node']}",
                level="normal",
                source="default-scheduler",
            )
            c.event(
                pod,
                15,
                "Pulled",
                f'Container image "{c.container(pod)["image"]}" already present on machine',
                level="normal",
                count=70,
                first=0.2,
            )
            c.event(pod, 15, "Failed", f"Error: {text}", count=70, first=0.2)
    return pods


def _secret(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-03-12T13:13:00", 411)
    _config_error(c, ENERGY, "readings-api", 'secret "readings-db-app" not found')
    c.env("readings-api", DB_PASSWORD="<set to the key 'password' in secret 'readings-db-app'>")
    c.change("secret/readings-db-app", -70, "access", "kubectl delete secret", "user/f.weiss")
    c.change("deployment/readings-api", -0.4, "deployment", "kubectl rollout restart", "ci/readings")
    c.lines(
        "service/consumer-portal",
        range(1, 17, 2),
        "FetchError: request to http://readings-api:80/day/{n} failed, reason: connect ECONNREFUSED",
        "error",
    )
    return c.bundle(case_id, "consumption chart unavailable", "service/consumer-portal", source="datadog"), fault(
        "k8s.config.secret_missing",
        "deployment/readings-api",
        "db.credentials_invalid",
        "access.secret_rotation",
        "k8s.config.configmap_missing",
        "app.config.env_missing",
    )


def _secret_key(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-03-23T09:50:00", 412, objects=False)
    _config_error(c, BANK, "statements", "couldn't find key signing-key in Secret core-bank/statement-signing")
    c.add("namespace/core-bank", "secrets", names=["statement-signing", "ledger-db", "fx-feed"])
    c.alert(
        "deployment/statements",
        12,
        "KubeContainerWaiting",
        reason="container statements in waiting state for 10 minutes",
    )
    return c.bundle(case_id, "KubeContainerWaiting", "deployment/statements", severity="warning"), fault(
        "k8s.config.secret_missing",
        "deployment/statements",
        "app.config.value_invalid",
        "k8s.config.configmap_missing",
        "access.secret_rotation",
    )


def _secret_by_state(case_id: str) -> Scenario:
    c = Cluster("media", "2026-03-25T04:04:00", 413, timed=False, objects=False, edges=False)
    c.system(MEDIA)
    for pod in c.pods("rights"):
        c.waiting(pod, "ContainerCreating", "")
        c.attrs(pod)["volumes"] = {"tls": {"Type": "Secret", "SecretName": "rights-tls", "Optional": "false"}}
        c.container(pod)["mounts"] = ["/etc/tls from tls (ro)"]
    c.add("namespace/media", "secrets", names=["ads-keys", "media-db", "rights-tls-2025", "cdn-signing"])
    c.add("namespace/media", "configmaps", names=["player-config", "kube-root-ca.crt"])
    return c.bundle(case_id, "playback: entitlement unknown", "service/web-player", source="manual"), fault(
        "k8s.config.secret_missing",
        "deployment/rights",
        "k8s.volume.mount_timeout",
        "k8s.config.configmap_missing",
        "app.certificate_expired",
    )


def _configmap(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-07-09T15:55:00", 414)
    c.system(CLINIC, chatter=2)
    for pod in c.pods("appointments"):
        c.waiting(pod, "ContainerCreating", "")
        c.attrs(pod)["volumes"] = {
            "settings": {"Type": "ConfigMap", "Name": "appointments-settings-v3", "Optional": "false"}
        }
        c.event(
            pod,
            14,
            "FailedMount",
            'MountVolume.SetUp failed for volume "settings" : configmap "appointments-settings-v3" not found',
            count=15,
            first=0.2,
        )
    c.change("deployment/appointments", -0.3, "deployment", "helm upgrade", "ci/clinic", release="clinic-1.45")
    c.lines(
        "service/booking-ui",
        range(1, 16, 2),
        'connect() failed (111: Connection refused), upstream: "http://appointments:80/slots/{n}"',
        "error",
    )
    return c.bundle(case_id, "bookings per minute = 0", "service/booking-ui", severity="critical"), fault(
        "k8s.config.configmap_missing",
        "deployment/appointments",
        "k8s.volume.mount_timeout",
        "k8s.config.secret_missing",
        "deployment.bad_release",
        "app.config.env_missing",
    )


def _configmap_key(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-07-29T05:15:00", 415, objects=False)
    _config_error(c, FLEET, "geozones", "couldn't find key ZONE_SOURCE in ConfigMap fleet/geozones-env", events=False)
    c.add("namespace/fleet", "configmaps", names=["geozones-env", "dispatch-env", "kube-root-ca.crt"])
    c.alert("service/geozones", 8, "endpoint down", reason="0 endpoints")
    return c.bundle(case_id, "dispatch-web: zone missing on map", "service/dispatch-web", severity="warning"), fault(
        "k8s.config.configmap_missing",
        "deployment/geozones",
        "app.config.env_missing",
        "k8s.config.secret_missing",
        "k8s.service.selector_mismatch",
    )


def two_broken_pulls_one_matters() -> Scenario:
    """A pod of a training namespace has failed to pull for weeks, loudly; the shop's fault is a deleted ConfigMap."""
    c = Cluster("tickets", "2026-11-05T20:20:00", 416)
    c.system(TICKETS, chatter=4)
    loud = "pod/notebook-lab-7f6b9c5d8-qq4zv"
    c.event(
        loud,
        17,
        "BackOff",
        'Back-off pulling image "registry.halden.example/lab/notebook:gpu-beta"',
        count=41200,
        first=-9000,
    )
    c.event(
        loud,
        16,
        "Failed",
        'Failed to pull image "registry.halden.example/lab/notebook:gpu-beta": rpc error: code = NotFound '
        "desc = registry.halden.example/lab/notebook:gpu-beta: not found",
        count=2210,
        first=-9000,
    )
    c.add(
        loud,
        "pod",
        namespace="lab",
        phase="Pending",
        status="ImagePullBackOff",
        ready="0/1",
        restarts=0,
        labels={"app": "notebook-lab"},
        node=c.nodes[1],
        conditions={"Ready": condition("False", "ContainersNotReady", "")},
    )
    for pod in c.pods("price-rules"):
        c.waiting(pod, "CreateContainerConfigError", 'configmap "price-rules-2027" not found')
        c.event(pod, 16, "Failed", 'Error: configmap "price-rules-2027" not found', count=12, first=0.2)
    c.change(
        "deployment/price-rules",
        -0.3,
        "config",
        "kubectl apply",
        "ci/pricing",
        config_map=["price-rules-2026", "price-rules-2027"],
    )
    c.lines(
        "service/box-office", range(0, 17, 2), "Error: connect ECONNREFUSED price-rules:8088 GET /rules/{n}", "error"
    )
    return c.bundle("kube-prices-missing-and-a-loud-lab", "box-office checkout errors", "service/box-office"), fault(
        "k8s.config.configmap_missing",
        "deployment/price-rules",
        "k8s.image.reference_invalid",
        herring=herring("k8s.image.reference_invalid", loud),
    )


CASES: tuple[Case, ...] = (
    scenario("kube-carriers-release-typo", "A tag with a letter too many.", _tag),
    scenario("kube-patients-with-capitals", "The repository is written with a capital letter.", _name),
    scenario(
        "kube-holds-cache-image",
        "A cache is to run a version that does not exist; the pod's own state says so.",
        _tag_by_state,
    ),
    scenario("kube-tariffs-on-a-new-node", "A new node cannot resolve the registry.", _dns),
    scenario("kube-alerts-registry-name", "The internal registry's zone does not answer.", _dns_two_workloads),
    scenario(
        "kube-limits-new-version-not-pulled",
        "The pull secret was deleted last week; today's release shows it.",
        _unauthorized,
    ),
    scenario(
        "kube-ads-private-repository", "A private repository and no pull secret of that name in the namespace.", _denied
    ),
    scenario(
        "kube-holds-cache-on-a-busy-saturday",
        "The public registry limits anonymous pulls after a node was replaced.",
        _rate,
    ),
    scenario("kube-readings-after-cleanup", "A cleanup removed a Secret still in use; a restart shows it.", _secret),
    scenario("kube-statements-signing", "The Secret is there, its key is not.", _secret_key),
    scenario(
        "kube-rights-tls-2025", "A mounted Secret has another name than the one there; state only.", _secret_by_state
    ),
    scenario("kube-settings-v3", "A chart refers to a ConfigMap that was not shipped with it.", _configmap),
    scenario("kube-zone-source", "A key is missing in a ConfigMap; only the waiting message says so.", _configmap_key),
    two_broken_pulls_one_matters,
)
