"""Lines that runtimes write on a normal day, alarming ones among them; marks in <> are filled in."""

from __future__ import annotations

SPRING = (
    "<ts>  INFO 1 --- [nio-8080-exec-<n>] c.p.t.web.RequestLog : GET /v2/shipments/<id> 200 <ms>ms",
    "<ts>  WARN 1 --- [nio-8080-exec-<n>] o.s.w.s.m.m.a.ExceptionHandlerExceptionResolver : Resolved "
    "[org.springframework.web.HttpRequestMethodNotSupportedException: Request method 'HEAD' is not supported]",
    "<ts>  INFO 1 --- [scheduling-1] c.p.common.CacheWarmer : refreshed 214 depot entries in <ms> ms",
    "<ts>  WARN 1 --- [   HikariPool-1 housekeeper] com.zaxxer.hikari.pool.HikariPool : HikariPool-1 - Thread starvation "
    "or clock leap detected (housekeeper delta=47s<ms>ms).",
)
GO = (
    'level=info ts=<ts> caller=http.go:88 msg="request" method=GET path=/v1/lookup status=200 dur=<ms>ms trace=<hex>',
    'level=warn ts=<ts> caller=retry.go:41 msg="retrying after transient error" attempt=1 err="EOF"',
    'level=info ts=<ts> caller=pool.go:19 msg="idle conns trimmed" closed=<n>',
)
NODE = (
    '{"level":30,"time":"<ts>","reqId":"<hex>","method":"GET","url":"/p/<id>","statusCode":200,"responseTime":<ms>}',
    '{"level":40,"time":"<ts>","msg":"(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated."}',
    '{"level":30,"time":"<ts>","msg":"session cache hit ratio 0.9<n>"}',
)
RAILS = (
    "I, [<ts> #1]  INFO -- : [<uuid>] Completed 200 OK in <ms>ms (Views: 3.1ms | ActiveRecord: 6.4ms | Allocations: <id>)",
    "W, [<ts> #1]  WARN -- : [<uuid>] DEPRECATION WARNING: ActiveSupport::ProxyObject is deprecated",
    "I, [<ts> #1]  INFO -- : [<uuid>] Completed 422 Unprocessable Entity in <ms>ms (slot already taken)",
    "W, [<ts> #1]  WARN -- : [<uuid>] Can't verify CSRF token authenticity.",
)
SIDEKIQ = (
    "<ts> pid=1 tid=<hex> class=AppointmentReminderJob jid=<hex> elapsed=0.<n> INFO: done",
    "<ts> pid=1 tid=<hex> class=RecallJob jid=<hex> WARN: retry 1/25: Net::ReadTimeout",
)
DJANGO = (
    '<ip> - - [<ts>] "GET /api/courses/<id>/units HTTP/1.1" 200 8<n>1 "-" "okhttp/4.12.0" <ms>ms',
    "WARNING <ts> django.request log 241 Not Found: /apple-touch-icon.png",
    "INFO <ts> api.middleware tenant=kite request_id=<hex> took <ms>ms",
)
CELERY = (
    "[<ts>: INFO/MainProcess] Task grading.tasks.score_attempt[<uuid>] succeeded in 0.<n>s: None",
    "[<ts>: INFO/MainProcess] sync with celery@quiz-worker-<hex>",
    "[<ts>: WARNING/ForkPoolWorker-3] /app/grading/rubric.py:77: DeprecationWarning: datetime.utcnow() is deprecated",
)
DOTNET = (
    "info: Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 POST http://pay/v1/intents - 200 <ms>ms",
    "warn: Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository[60] Storing keys in a directory "
    "'/root/.aspnet/DataProtection-Keys' that may not be persisted outside of the container.",
    "info: Polly[0] Resilience event occurred. EventName: 'OnRetry', Source: 'fx/(null)/Retry', Attempt: '0'",
)
ELIXIR = (
    "<ts> request_id=F<hex> [info] GET /rooms/<id> - Sent 200 in <ms>ms",
    "<ts> [notice] SIGTERM-safe shutdown hook registered",
    "<ts> request_id=F<hex> [warning] presence: late heartbeat from <ip>, ignored",
)
RUST = (
    "<ts>  INFO worker::run: batch committed rows=<id> took=<ms>ms",
    "<ts>  WARN codec::frame: unknown tag 0x7f, skipped meter=<hex>",
)
CADDY = ('<ip> - - [<ts>] "GET /assets/app.<hex>.js HTTP/2.0" 304 0 "-" "Mozilla/5.0" 0.00<n>',)
