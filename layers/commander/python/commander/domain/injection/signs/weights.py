"""How much each sign weighs, in tenths, and how much two weigh more when they stand together.

Fitted by logistic regression on the studied half of the payload suite, on texts of our own and on ordinary telemetry,
every weight kept near a small one that was chosen by hand; docs/security/injection.md has the figures. `order_…` is an
imperative, `speech…` the speech acts of `acts`; what people write to people weighs against.
"""

ENOUGH = 42
"""The weight from which on a text is reported: no sign has it alone."""

ALONE = """
35: leak marks
29: turn
28: page
26: call
25: speech
24: command
23: image
19: self
18: ends
17: blame role
16: wording
15: secrecy speech_exfiltration
14: persist
13: hidden
12: encoded slot you
11: agent bypass speech_indirect_instruction speech_poisoned_reference speech_role_play
10: dest plan
9: addressed close secret
8: authority disregard
6: asset confidence order_disregard order_say
5: act calm decode reference
4: certain earlier evidence not outcome speech_encoding speeches
3: now order_close
2: approval confess norm
1: exam order_send say
-1: past
-2: question
-5: product
-6: human
-9: negative
-15: chat
"""
TOGETHER = """
21: call+act
17: foreign+order_say
12: outcome+wording
11: agent+norm call+send foreign+say norm+certain persist+blame plan+approval
10: agent+addressed approval+bypass call+calm call+customers order_send+dest
9: call+close foreign+order_send outcome+send
8: act+now authority+bypass order_act+secrecy reader+addressed secrecy+act
7: order_say+agent order_say+calm order_say+secrecy reference+bypass secret+outcome self+say
6: agent+say call+secret disregard+evidence foreign+blame foreign+bypass order_close+calm order_say+confess
6: outcome+norm persist+calm reader+act reference+certain role+order_say role+you secrecy+send
5: authority+secret call+approval customers+wording evidence+send exam+certain exam+norm foreign+persist
5: foreign+plan foreign+secret hidden+reader order_close+secrecy order_say+blame order_send+evidence plan+now
5: reader+norm reader+reading slot+secret
4: authority+order_act call+dest close+calm confess+say decode+order_act decode+reader disregard+instructions
4: ends+act ends+approval ends+instructions ends+plan foreign+confess foreign+reader foreign+role hidden+norm
4: image+evidence order_act+asset order_act+bypass order_disregard+order_act order_disregard+order_say
4: reader+disregard reading+norm reference+act reference+disregard reference+reader role+order_act secret+send
4: self+disregard slot+order_send slot+reader slot+self speech+foreign turn+approval turn+norm turn+plan
3: order_close+outcome order_disregard+instructions order_say+reader order_say+secret order_send+secret
3: outcome+certain secrecy+close turn+act
2: agent+send authority+agent earlier+disregard foreign+disregard foreign+order_act foreign+order_disregard
2: hidden+instructions order_disregard+evidence order_say+certain order_send+outcome outcome+calm persist+norm
1: foreign+calm order_act+reader
"""
