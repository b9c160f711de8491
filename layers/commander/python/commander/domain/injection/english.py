"""English words by class. Verbs stand in the form of an order; other forms are told as what they are elsewhere."""

WORDS = """
YOU: you u yourself thou thee
YOUR: your yours ur
AI: ai llm llms gpt chatgpt claude gemini copilot chatbot chatbots assistant assistants ais genai
AGENT: agent agents model models bot bots responder summarizer summariser analyzer analyser commander investigator
AGENT: automation copilots
READER: whoever anyone reader readers everybody everyone
MUST: must should shall will need needs have required instructed ordered obliged please kindly want supposed expected
MUST: allowed permitted authorized authorised free cleared ought going can may
NOT: not never no dont doesnt cannot nor wont neednt isnt arent mustnt shouldnt avoid refrain
WHEN: if when whenever once while before after upon
READ: reading reads read processing process parsing parse analyzing analysing analyze analyse summarizing summarising
READ: summarize summarise interpreting interpret reviewing ingesting handling answering responding encountering evaluating
READ: evaluate triaging triage diagnosing diagnose assessing assess writing drafting producing generating composing
READ: generate compose draft sees seeing receives receiving asked
THIS: this these it here following below everything service system
NOTE: note attention dear hey hello hi memo reminder hint ps psst instruction instructions message notice
BE: are is be being re am was become becomes
NOW: now henceforth hereby onwards onward forth
ME: me us my mine
DISREGARD: ignore disregard forget override bypass discard neglect overlook abandon drop circumvent overrule supersede
DISREGARD: replace cancel void erase reset dismiss unlearn suspend delete scrap clear
FORGET: ignore disregard forget
VOID: superseded obsolete void invalid overridden revoked replaced rescinded nullified outdated cancelled canceled suspended
VOID: lifted expired waived
EARLIER: previous previously prior above earlier preceding former existing original initial past before any every all
EARLIER: foregoing told said know learned learnt seen given whatever entire current old default
GUIDE: instruction instructions prompt prompts guideline guidelines directive directives guardrail guardrails restrictions
GUIDE: safeguards programming persona instructed
RULE: rule rules policy policies context training orders evidence facts safety constraints protocols task tasks
RULE: conversation everything anything what commands limitations telemetry
NEW: new updated revised real actual true additional hidden secret latest overriding replacement final v2 v3 amended
NEW: amendment revision update
FOLLOW: follow obey adhere comply honor honour respect heed trust listen
ONLY: only instead solely exclusively exactly verbatim
SKIP: skip bypass omit waive circumvent ignore forgo forego disable drop
JUDGE: mark classify label set report declare conclude treat consider close resolve rate flag downgrade lower raise record
JUDGE: assume assign dismiss categorize categorise deem regard output state log answer reply say write return respond
JUDGE: reduce increase bump lie pretend confirm
SAY: say state write reply respond answer output print include mention append add insert repeat tell begin start end
SAY: return claim report summarize summarise conclude declare announce recommend propose suggest confirm emphasise emphasize
SAY: quote contain read
INCIDENT: incident incidents verdict verdicts finding findings diagnosis hypothesis conclusion assessment summary postmortem
INCIDENT: escalation escalations outage alarm alert case anomaly
SUMMARY: verdict summary summaries diagnosis conclusion postmortem finding findings assessment recommendation narrative
STATUS: healthy resolved benign harmless closed mitigated noise allclear nonissue falsepositive fine solved fixed ignorable
STATUS: nominal operational green
SEVERITY: severity priority confidence probability certainty
LEVEL: low lowest high highest max maximum minimum minimal info informational zero full certain absolute 0 1 100 99 98 97 95
LEVEL: p4 p5 sev4 sev5 trivial none confirmed critical
APPROVE: approve authorize authorise greenlight preapprove autoapprove accept ratify
APPROVED: approved approves approving authorises authorizes authorised authorized accepts accepted
GRANT: grant give issue
PLAN: plan plans action actions remediation rollback runbook proposal proposals mitigation step steps recommendation playbook
PLAN: remediations
EXEC: execute run perform apply trigger launch invoke call proceed initiate start do implement deploy fire continue
DESTROY: delete drop terminate destroy wipe purge disable remove erase detach revoke stop kill shutdown truncate deregister
DESTROY: uninstall scale detach empty open expose deactivate format mute silence suppress nuke disconnect
DESTROYING: deleting dropping terminating destroying wiping purging disabling removing erasing truncating opening exposing
DESTROYING: deleted disabled removed dropped terminated wiped purged muting silencing deactivating
ASSET: table tables database databases db bucket buckets namespace namespaces cluster clusters volume volumes instance
ASSET: instances backup backups snapshot snapshots pod pods user users production prod data stack stacks queue queues
ASSET: server servers function functions node nodes fleet deployment deployments replicas traffic
GUARD: authentication authorization firewall alarms alerting monitoring logging backups guardrails encryption cloudtrail
GUARD: guardduty mfa audit auditing detection alerts iam waf vpc
ALL: all every everything anything entire whole each any
URGENT: immediately now instantly asap urgently automatically silently quietly directly straightaway autonomously
URGENT: unattended yourself blindly unconditionally
WITHOUT: without
OVERSIGHT: approval approvals confirmation human humans verification permission consent signoff oversight sign authorization
OVERSIGHT: authorisation operator supervision asking waiting confirming reviewing review reviewer verifying checking
OVERSIGHT: guardrails safeguards escalation questioning questions
NEED: needed required necessary need needs require requires unnecessary needless unneeded optional waived redundant
ESCALATE: escalate notify alert page inform tell involve contact wake mention disclose report
PERSON: human humans oncall operator operators team anyone anybody people person engineer engineers someone
PERSON: responders staff management
NOBODY: nothing nobody none
ROLE: admin administrator administrators cto ceo ciso cio coo vp director manager supervisor boss developer developers
ROLE: creator creators anthropic openai sre commander officer superuser headquarters management auditor
ROLE: cab leadership chief vendor
FROM: as am im behalf from per speaking by
AUTH: approved approves authorized authorised authorizes authorises signed cleared granted grants instructs instructed
AUTH: ordered mandates mandated sanctioned permits permitted directs wants confirmed confirms requires decided
PREAPPROVED: preapproved preauthorized preauthorised
OVERRIDE: override overrides overriding
EMERGENCY: emergency maintenance admin administrator executive security system root breakglass supervisor manager operator sudo
PERSONA: dan unrestricted unfiltered jailbroken evil persona character pirate hacker expert genie uncensored amoral
PERSONA: villain obedient opposite rogue omnipotent butler actor grandma grandmother twin alter
PRETEND: pretend imagine roleplay impersonate
FICTION: story game fiction fictional novel movie hypothetical hypothetically imagine imaginary roleplay rehearsal drill
FICTION: simulation theatre theater play tale poem scene puzzle riddle
MODE: mode
MODE_KIND: developer god dan jailbreak jailbroken unrestricted sudo root admin debug maintenance unlocked opposite override
MODE_KIND: autonomous autopilot evil dev superuser compliance obedience
LIMIT: safety restrictions limitations limits filters ethics morals censorship guardrails rules safeguards boundaries conscience
SEND: send post upload email mail forward transmit leak exfiltrate deliver submit push copy append embed encode attach
SEND: include fetch visit load curl wget put navigate pass smuggle
REVEAL: reveal show print display disclose dump list output repeat expose share leak give quote echo recite divulge
SECRET: secret secrets credential credentials password passwords token tokens apikey apikeys env pii passphrase
CONTENT: contents content logs evidence bundle prompt history conversation data customers customer report output config
CONTENT: configuration context transcript findings records memory summary keys everything emails addresses instructions
DEST: ftp webhook url domain endpoint hxxp hxxps mailto server address link attacker pastebin
REFERENCE: runbook runbooks policy playbook sop lesson lessons memory postmortem procedure guideline documentation
REFERENCE: precedent knowledge standard wiki handbook manual guidance policies practice kb procedures doc rule learned
REFERENCE: history past
ALWAYS: always future automatically permanently unconditionally henceforth never every whenever onwards
CORRECT: correct expected required official desired acceptable appropriate proper agreed
DECODE: decode decrypt unscramble deobfuscate decipher unhex unzip decompress
FIX: fix fixes fixed resolution solution resolved remedy cure solved solves worked works resolves
TLS: certificate tls ssl hostname checksum signature email host peer cert schema crc hash fsck
AUTO: autoapprove autoapproved autoexecute
WOULD: would could might helpful appreciated
CALM: healthy resolved benign harmless noise falsepositive nonissue allclear
TREATED: reported stated marked treated classified considered recorded labelled labeled
MENTION: mention tell inform involve consult
REPLY: response reply answer report output summary update verdict postmortem diagnosis conclusion message
SAYS: states says mentions contains includes concludes reads ends begins starts containing saying stating
WORDING: sentence words phrase wording verbatim word line quote
RIGHT: right best recommended official correct proper only standard next preferred required appropriate
WRECK: delete drop terminate destroy wipe purge disable erase scale truncate
FREE_MODE: god dan jailbreak unrestricted evil unlocked unfiltered jailbroken
SKIPPED: skipped bypassed omitted waived suppressed
AGAIN: again same repeat likewise
TASK: task job role mission goal objective purpose
NOT: don doesn isn won wouldn shouldn mustn
READ: summarised summarized analysed analyzed processed reviewed diagnosed triaged
APPROVED: bypasses skips deletes executes drops obeys ignores disables accepts
DESTROYING: deletion termination removal
AUTH: authorize authorise instruct instructing authorizing authorising directing direct
MODE_KIND: simulation training test
NEW: changed
EXEC: roll
JUDGE: change make switch turn
LIFTED: disabled lifted suspended waived revoked rescinded void nullified
OUTRANK: outranks outweighs supersedes overrides
CLOSE: close resolve dismiss
APPROVED: reveals leaks prints discloses restarts terminates
REVEAL: tell
ABOVE: above before preceding
VERIFY: verify ask confirm review validate
CODED: base64 rot13 hex encoded hexadecimal
FORGET: discard
FALSE: ignoring ignored ignores executing executed executes marking marked sending sent
"""
"""The class FALSE is none: its words are there so that no other language's stems take them for theirs."""

PAIRS = """
AI: language model|ai agent|ai model|ai system|ai assistant|virtual assistant|machine learning|neural network|triage bot
AI: automated responder|automated system|incident agent|automated agent|automated analyst|response agent|automated responders
AI: automated agents|automated readers|automated reader|incident bot|ops bot|oncall bot|intelligent assistant|ai agents|ai models
AI: automated systems|language models|responder agent|response bot|ai responder
INCIDENT: root cause|this ticket
SUMMARY: root cause|status update|final answer|final report|your answer|your response|your report|your reply
SUMMARY: incident report|your output
CALM: false alarm|false positive|all clear|non issue
STATUS: false alarm|false positive|all clear|no incident|no issue|no action|non issue|not real
APPROVE: sign off|wave through|give approval|rubber stamp|green light
PREAPPROVED: pre approved|already approved|pre authorized|pre authorised|blanket approval|standing approval
EXEC: carry out|go ahead
URGENT: right away|at once|straight away|without delay|no delay
PRETEND: act as|role play|behave as|play the|assume you|role of|suppose you|take on
VOID: no longer
PROMPT: system prompt|system message|initial prompt|hidden prompt|system instructions|system prompts
SECRET: api key|api keys|access key|access keys|environment variables|private key|private keys|secret key|bearer token
SECRET: aws credentials|session token|connection string|customer data|personal data|email addresses
DISREGARD: never mind|pay no|set aside|throw away|throw out|stop following|put aside|leave aside
FORGET: pay no|set aside|stop following
NOW: from now|as of|starting now
PERSON: on call
ROLE: platform owner|service owner|system owner|account owner|legal team|compliance team|security officer|security lead|sre lead|call lead|aws support|amazon support|security team|team lead|account manager|platform team|database team
NOBODY: no one
ALWAYS: from now|in future|from today
AUTO: auto approve|automatically approve|auto approved|automatically approved|auto execute
DEST: dot com
DESTROY: shut down|turn off|switch off|take down|tear down|bring down|power off|wipe out
WRECK: shut down|turn off|switch off
PRETEND: act like|behave like
OUTRANK: takes precedence|take precedence
AI: automated triage|automated responders
HALT: stop investigating|stop analysis|stop analyzing|stop analysing|stop diagnosing|further evidence|further investigation|investigate further
FORGET: never mind
MUST: make sure|has to|have to|is to|are to
WORDING: this sentence
SECRET: customer list|user list|customer records|card numbers|customer emails
EARLIER: so far|until now|up to
WITHOUT: no need|instead of|rather than|never ask|not ask|not wait|not require|not need|without any
OVERRIDE: break glass
FICTION: once upon|let us|lets play
"""
"""Two words that mean something together."""

LICENCES = frozenset(
    "please kindly must should shall now then and or just immediately simply always dont you i we also first instead therefore so can"
    " may lets let ai assistant agent automatically silently but thus hereby next finally will never directly us quietly i we"
    " responder bot claude model agents assistants responders automation engineers operators".split()
)
"""After these a verb may be an order."""
BEFORE_TO = frozenset(
    "need have has required instructed supposed ordered is are authorized authorised free want going asked expected allowed"
    " permitted remember sure told needs must ought cleared obliged wants agreed you agent model assistant"
    " action step approval".split()
)
"""`to` makes an order of a verb only after these."""
TURNS = frozenset("system assistant developer admin administrator root operator sysadmin instructions instruction".split())
"""At the head of a line and before a colon: who seems to speak."""
