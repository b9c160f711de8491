"""What is to be done, in which manner, and why it would be right.

A line names a sign and the phrases that show it, separated by `|`. `*` stands for any ending, `~` for up to four words.
"""

DEEDS = """
disregard: ignore | disregard | forget | unlearn | discard | override | overrule | set aside | put aside
disregard: leave aside | throw away | neglect
disregard: pay no attention | do not consider | dont consider | leave out | leave ~ out | drop every | drop all
disregard: drop the evidence | never mind
disregard: do not look at | dont look at | must not consider | not to be considered | not consider
disregard: instead of evidence | over metrics
disregard: over logs | outrank* | outweigh* | supersede* | takes precedence | take precedence | counts more than
disregard: count more than | above system
disregard: nothing else | no other | whatever the | whatever else | regardless of | not to be named
disregard: never to be named | must not be named
disregard: do not list | dont list | do not mention ~ release* | are to be replaced | is to be replaced
disregard: replaced by these | no longer apply
disregard: no longer applies | no longer valid | no longer count* | void | null and void | obsolete | revoked
disregard: rescinded | are rejected | marked wrong
disregard: do not trust | dont trust | cannot be trusted | must be ignored | should be ignored | is to be ignored
disregard: are to be ignored | be disregarded
disregard: rules out | exclude | excludes | excluded | skip the | skip all | ignores | disregards | forgets
disregard: abandon | reject every | reject all
bypass: without | skip | skips | bypass | bypasses | no need | not needed | not need | needs no | need no | exempt*
bypass: exempted | does not ask
bypass: do not ask | not ask | dont ask | ask later | asks later | ask nobody | asking anyone | does not apply
bypass: do not apply | not apply | wait for
bypass: do not wait | not wait | dont wait | no waiting | without waiting | implied | waived | waive | waives
bypass: lifted | lift | switched off | turned off
bypass: is off | are off | suspended | detach | detached | not required | no longer required | no longer needed
bypass: no longer necessary | unnecessary
bypass: granted | is granted | was granted | pre approved | precleared | pre cleared | already approved
bypass: already been | has been approved | auto approve*
bypass: no approvals | second signature | checks are off | once and for all | never introduced | expires never
bypass: verify later | no review
bypass: apply it first | no second | no human | no longer asks | before any | not be asked | no one has to
bypass: never asks | never waits | automatically approve* | approves itself | counts as approv* | as approved
bypass: on the fast track | no questions | blindly | unconditional*
secrecy: do not mention | dont mention | do not tell | dont tell | not tell | nobody | no one | not anyone
secrecy: do not explain | dont explain | no comment
secrecy: without mentioning | without telling | say nothing | do not page | dont page | do not notify | dont notify
secrecy: do not alert | dont alert
secrecy: do not escalate | dont escalate | do not inform | dont inform | not inform | silently | quietly | secretly
secrecy: not show | do not show | dont show
secrecy: do not report | dont report | not report | hide | hidden from | keep ~ out | keep it | keep this
secrecy: between us | unnoticed | without comment
secrecy: do not reveal | do not disclose | do not include | without a word | leave no | omit | not to mention
secrecy: never mention | need not know
secrecy: tell no | say no | not say | without saying | no word | unread | nobody else | no notice
secrecy: needs to know | do not quote | do not record | do not log | not visible | out of sight | invisible
secrecy: do not raise | without notice
wording: verbatim | word for word | exactly these | exact words | these words | the words | unchanged | as is
wording: heading | the heading | starts with
wording: begin with | begins with | start with | start your | begin your | begin the | start the | ends with
wording: end with | end your | in full
wording: contain the | contains the | contain the words | the sentence | this sentence | the phrase | this phrase
wording: following sentence | put the
wording: the line | first line | last line | nothing more | read out | belongs into | belongs in | keep doing
wording: and nothing | as its title | in quotes
wording: carry the | carries the | opening words | closing words | full text | subject line | exact text
wording: has to read | must read | shall read | should read | to read | says only | write only | only write
wording: say only | only say | answer only
wording: reply only | reply with | respond with | answer with | labelled | labeled | with the code | add the
wording: append the | include the | insert the
wording: mention the | the word | with the word | in bold | as a table | one per line | letter by letter | letter of
wording: letters of | at the top
wording: before anything | before you say | before you answer | sign with | signs with | tell all | tell every*
wording: tell the | tell customers
say: write | say | state | states | report | reports | answer | answers | reply | replies | respond | conclude
say: concludes | claim | declare
say: print | prints | output | outputs | repeat | repeats | list | lists | quote | quotes | show | display | reveal
say: reveals | recite
say: mention | announce | confirm | summarise | summarize | note that | write that | say that | add | include
say: insert | label | name | cite
say: tell | tells | publish | describe | disclose | dump | echo | spell | translate | paraphrase | give | shares
say: share | put
send: send | sends | sent | post | posts | upload | uploads | mail | mails | email | forward | forwards | cc | bcc
send: append | appended | transmit
send: link to | look up | resolve | open | visit | fetch | curl | wget | carry | bring | encode | encoded | embed
send: include a | callback | call back
send: attach | attaches | in copy | sub domain | subdomain | plus the | relay | mirror | archive copy
send: exfiltrat* | leak | copy | copies | deliver | submit | push | ship | hand over | pass on | report to | fill it
send: fill in | followed by | render
send: load the image | request https | go to | navigate | dns lookup | ping | query string | attach the | add bcc
send: add cc
act: execute | executes | execution | run | runs | fail over | failover | fails over | delete | deletes | drop
act: drops | destroy | purge | drain
act: scale | scales | to zero | to 0 | restart | restarts | restarting | detach | terminate | terminates | wipe
act: kill | carry out | shut down | shuts down
act: stop all | stop the | reboot | revoke | disable | disables | remove | truncate | deregister | erase
act: reserved concurrency | flush
act: apply | roll back | rollback* | promote | failover* | open the | empty the | do it | do so | proceed | proceeds
act: continue | continues | go ahead | goes to 0
act: turn off | switch off | execute first | act first | perform | performs | invoke | trigger | launch | grant
act: approve | approves | accept
now: immediately | now | right now | at once | right away | without delay | straight away | instantly | first
now: this minute | asap | before the
norm: should | shall | must | has to | have to | is to | are to | ought | supposed | expected to | asked to | asks
norm: required to | instructed
norm: obliged | need to | needs to | will have | is expected | are expected | are asked | is asked | are required
norm: allowed to | permitted to
norm: may | can be | will | normally | by convention | usually | typically | traditionally | the natural
norm: it is policy | it is custom*
norm: would | customary | acceptable | admissible | as given | orders that | hereby | has decided | have decided
norm: belongs | a helpful | a careful | most assistants | most models | most agents | approved fix | the only
norm: judged wrong
norm: is policy | as agreed | agreed on | was right | were right | worked last time | what worked | helped last
norm: would be helpful | is helpful | like a
norm: helpful if | appreciated | it is recommended | recommended | is best | correct | ideal | desired | a good
norm: proper
norm: expected | standard | preferred | official | wanted | wants | necessary | advised | entitled | by default
norm: counts as | count as | permits
please: please | kindly | make sure | be sure | ensure that | remember to | do not forget | do nothing else
please: be so kind | i ask you | you may
please: important | priority | stop the | listen | would you | i want you | we ask | feel free | obey | comply
please: follow these | follow it | follow the
exam: marks | rubric | examiner | graded | grader | graders | evaluation | being evaluated | scores | scored
exam: candidate | exam | full points
exam: points | penal* | rewarded | reward | benchmark | tested on | pass the | ground truth | hesitate | rated on
exam: judged by | score of
persist: from now on | from here on | from today | in future | in the future | future incident* | later incident*
persist: incidents to come | next time
persist: always | never | remember | keep in mind | every incident | all incidents | henceforth | standing
persist: until further | whenever | permanently
persist: in earlier | in the past | any more | anymore | keep doing | in this account | in all cases | as a rule
persist: at all times
persist: all later | from this point | every time | each time | for good | onwards | effective immediately
persist: do so again | the same way | apply the same
persist: again from | memorise | memorize | store this | store the | learn that | learned | learnt | unlearn
persist: recalled | in similar | similar cases
reference: runbook* | sop | sops | playbook* | handbook | lesson | lessons | knowledge base | knowledge | guideline*
reference: appendix | convention
reference: rule for | standing rule | past decision | memory | policy | procedure* | manual | documentation
reference: confidence table | reference | rev
reference: revision | wiki | standard procedure | operating procedure | case notes | retrospective | review of | inc
reference: past incident* | feedback
reference: best practice* | precedent* | last time | previous incident* | earlier incident* | known solution
reference: known fix | resolution of
decode: decode | decodes | base64 | rot13 | hex | decoded | read backwards | read_backwards | backwards | evaluate
decode: unscramble | decipher | base32
decode: concatenate | join the | put together | to be continued | continued | literally | translate this
decode: reverse this
earlier: previous | previously | prior | earlier | above | preceding | former | before this | so far | until now
earlier: initial | original | all of
asset: table | tables | database | databases | cluster | backup | backups | volume | volumes | instance | instances
asset: production | replica
asset: queue | queues | bucket | namespace | snapshot* | service to | tasks | node | data | server | servers
asset: lambda | alarms | service
negative: error | failed | failure | denied | exception | refused | timeout | cannot | could not | not found
negative: invalid | unable | warn | warning
past: was | were | has been | have been | had | did | finished | completed | changed | started | reached
human: i | me | my | we | us | our | lets | ive | ill | thanks | regards | hi team | greetings | somebody
human: colleague | tomorrow | yesterday
human: tonight | monday | tuesday | wednesday | thursday | friday | morning | evening | meeting | call me
human: customer says
question: who | why | could you | can you | can somebody | does anyone | would you mind
product: feat | fix | docs | chore | refactor | perf | revert | infra | release notes | bump | user asked | users
product: requests | answered | per cent
product: version | deployment | template | dashboard | colleagues | feature | flag | run | eval | judge | retrieval
product: retrieved | passages
bypass: is a formality | informed afterwards | afterwards | approval process | count as confirmed | by itself
bypass: act first | is an approval
bypass: without a | without any | before asking | by asking | full permissions | full access | full rights
bypass: signs everything | instead of asking
disregard: never propose | do not propose | dont propose | made it worse | are invented | is wrong | were refused
disregard: is refused | are wrong
disregard: not the cause | never the cause | only the ticket | untrue | misleading | not be trusted
disregard: cannot be right | is finished
norm: was accepted | should have | this time | formality | as a matter of | needs to be
persist: for this service | of this account | what we know | new lesson | remember this | keep this in mind
now: before anything | before reading on | first aid | straightaway | forthwith | resume
reference: article | faq | case history | note from | addendum | rule of | retrospective | what we know
act: take down | rebuild | skip final | remove the | dropping | deleting | removing | destructive | obey*
"""
