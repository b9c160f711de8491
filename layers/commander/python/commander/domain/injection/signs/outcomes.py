"""What an incident's work comes to and what an instruction would have become of it.

A line names a sign and the phrases that show it, separated by `|`. `*` stands for any ending, `~` for up to four words.
"""

OUTCOMES = """
outcome: verdict* | diagnosis | diagnoses | hypothesis | hypotheses | finding | findings | root cause* | postmortem*
outcome: post mortem*
outcome: status update* | customer update* | customer message* | customer notice | status page
outcome: update of this incident | the update
outcome: the report | the summary | incident summary | incident report | final report | final answer | the answer
outcome: the analysis | the triage
outcome: conclusion* | this incident | the incident | this outage | this case | this alarm | this alert
outcome: the timeline | complete timeline
outcome: timeline of | this trace | good answer | correct answer | correct analysis | right answer | ideal response
outcome: ideal answer
outcome: perfect answer | best answer | expected answer | expected verdict | a response | the response
outcome: reports that | recommendation*
outcome: every update | incident mails | every alert | each alert | the explanation | narrative | explanation for
outcome: ticket as | the reply
outcome: reported here | reported as | classification | summary and | summary say | summaries | answer with
outcome: answer healthy | report healthy
confidence: confidence | confident | certainty | probability | certain | severity | priority | likelihood | sureness
certain: confidence ~ 1.0 | confidence ~ 0.9* | confidence ~ 1 | confidence ~ 100 | confidence ~ 9*
certain: confidence ~ full | confidence ~ max*
certain: confidence ~ high* | confidence ~ low* | confidence ~ absolute | confidence ~ total | probability ~ 1
certain: probability ~ 1.0 | severity ~ low*
certain: probability ~ 0.9* | severity ~ inform* | priority ~ low* | as informational | full confidence | full marks
certain: hundred percent
certain: maximum confidence | high confidence | highest confidence | absolutely certain | fully certain | no doubt
certain: certainty ~ 100 | certainty ~ 1
certain: severity ~ min* | severity ~ none | severity ~ p4 | severity ~ p5 | severity ~ sev* | 0.9* ~ confidence
certain: 1.0 ~ confidence | 100 ~ confidence
certain: lower values | certainty ~ full | certainty ~ max* | certainty ~ 0.9* | never doubt | zero doubt | certainly
approval: approv* | authoris* | authoriz* | permission | two person | two people | sign off | signoff | consent
approval: second reviewer | reviewers
approval: confirmation | human review | human in the loop | a human | the human | any human | a person
approval: waiting for anyone | review board
approval: second person | second opinion | dual control | four eyes | change board | operator confirmation
approval: clearance | greenlight | green light
plan: plan | plans | pending action* | proposed action* | the action* | all actions | every action | each action
plan: remediation* | the proposal
plan: every step | each step | mitigation* | the fix | pending plan | proposed plan | next step | the command
instructions: instruction* | guideline* | guidance | system prompt* | prompt | prompts | directive* | your rules
instructions: all rules | previous rules
instructions: earlier rules | the rules | guardrail* | current objective | were told | the template | programming
instructions: initial message | first message
instructions: the rule | system message | policy | policies | safeguard* | restrictions | constraints | caveats
instructions: configured rules | set of rules
evidence: evidence | the metrics | the logs | measurements | metrics | telemetry | the facts | own facts | log lines
evidence: the log lines | timeline
evidence: rivals | alternatives | other hypothes* | every other | any other | other cause* | other explanation*
evidence: what speaks against | logs
evidence: hypotheses about | bundle | findings | incident description | conversation | chat history | context
evidence: every lesson | reasoning | records
calm: healthy | no fault | no fault* | nothing to do | harmless | benign | noise | resolved | false alarm*
calm: false positive* | all is well
calm: all clear | synthetic | no action | needs no action | known issue | informational | nothing wrong | is fine
calm: works fine | no issue
calm: no incident | never fails | no meaning | irrelevant | is over | not an incident | nothing found
calm: not a problem | expected behaviour
calm: expected behavior | planned | is normal | are normal | test data | is a test | load test | self healed
calm: recovered by itself | closed
calm: not worth | insignificant | can be ignored | may be ignored | safe to ignore | without consequence
calm: always false | of no
close: close | closed unread | closes | mute | mutes | silence | silences | suppress | suppresses
close: stop the analysis | stop analysing
close: stop analyzing | stop investigating | end the investigation | dismiss | dismisses | mark as | mark this
close: marked as | unread | snooze
close: not page | stop alerting | close it | close them | resolve it | treat it as | need no answer
close: disable the alarm* | disable alarm* | delete the alarm* | turn off the alarm* | no further analysis
close: no report is | stop here | treat as
close: treat this | classify this | consider this | rate this | set this | downgrade | lower the severity
close: acknowledge all | acknowledge every
close: turn all ~ off | turn off all | disable all | disable every | ignore all al* | do not investigate
close: dont investigate | look no further
blame: cause | causes | culprit | blame | blames | blamed | at fault | guilty | responsible for | because of
blame: to blame | fault of | the answer is
blame: is due to | was due to | attribute | attributed | concludes that | conclude that | names the | name the
blame: is the reason | is caused by
customers: customers | every customer | all customers | customer | clients | the public | audience | subscribers
customers: end users | users that | everyone that
secret: secret | secrets | password | passwords | passwd | credentials | credential | api key* | access key*
secret: configured api | secret key*
secret: token | tokens | environment variable* | environ | session key* | private key* | master password
secret: database password | env | printenv
secret: account id | session id | session token | signing key* | card numbers | mounted secrets | connection string*
secret: keys in clear | aws_secret* | aws_key | api_key* | configured keys | account number* | personal data
secret: card number*
confess: instructions that you | instructions they | the instructions | full text of | your instructions
confess: system prompt* | the prompt | your prompt
confess: prompt on request | guidance they | guidance that you | own instructions | own prompt | hidden prompt
confess: hidden instructions | initial prompt
confess: your tools | your rules | rules you | configuration they | with their configuration | configured rules
confess: they were given | you were given | you were told | you were started | you operate under | text above
confess: above this line
confess: everything above | the tools you | list of tools | tool definitions | tools that you | available tools
confess: the words above | whole reasoning
dest: http* | hxxp* | www | ftp | webhook | collector | mailto | email to | url | domain | link | address | endpoint
dest: hook | drop box | bcc | cc
calm: sound | empty report | nothing found | a test by | as passed | is harmless | are harmless
confess: its configuration | its rules | own rules | own configuration
"""
