"""How much each sign weighs, in tenths, and how much two weigh more when they stand together.

Fitted by logistic regression on the studied half of the payload suite, on texts of our own and on ordinary telemetry,
every weight kept near a small one that was chosen by hand; docs/security/injection.md has the figures. `order_…` is an
imperative, `speech…` the speech acts of `acts`; what people write to people weighs against.
"""

ENOUGH = 46
"""The weight from which on a text is reported: no sign has it alone."""

ALONE = """
29: speech
17: self
16: role
15: close wording
14: dest persist plan
13: confidence speech_role_play you
12: decode disregard secrecy
11: bypass reader speech_indirect_instruction
10: addressed outcome speech_exfiltration speech_poisoned_reference
9: reference
8: act agent certain now
7: authority blame not secret send
6: customers order_close reading
5: asset calm exam order_send
4: evidence order_disregard speech_encoding speeches
3: approval foreign
2: earlier
1: order_say speech_direct_order
-1: past
-3: human
-6: negative
-7: product
-12: question
-15: chat
"""
TOGETHER = """
16: foreign+say order_send+dest
14: order_say+wording
13: role+you
12: persist+calm
10: foreign+bypass norm+certain reader+addressed
9: agent+norm plan+approval
8: decode+reader persist+norm secret+outcome
7: approval+bypass authority+bypass disregard+evidence foreign+disregard foreign+reader order_act+asset
7: order_say+secrecy self+say
6: agent+addressed agent+bypass agent+reading evidence+send order_say+reader order_send+secret outcome+send
6: persist+blame reader+disregard reader+norm reference+agent
5: agent+act agent+say authority+order_act authority+reader customers+say customers+wording exam+certain
5: exam+norm foreign+persist order_close+calm order_close+outcome order_close+secrecy order_say+agent
5: order_say+confess outcome+certain reader+send reference+bypass reference+certain reference+disregard
5: secrecy+close secrecy+send
4: agent+send authority+secret decode+order_act disregard+instructions foreign+secret order_act+bypass
4: order_act+secrecy order_disregard+order_act order_disregard+order_say order_say+customers outcome+norm
4: plan+now reader+reading reference+persist reference+reader role+order_act role+order_say secrecy+act
4: self+disregard
3: act+bypass act+now authority+approval close+calm foreign+outcome order_disregard+evidence order_say+blame
3: reader+act reading+norm
2: confess+say earlier+disregard order_say+secret order_send+outcome reference+act secret+send
1: authority+agent exam+outcome order_say+calm order_say+certain outcome+blame outcome+calm outcome+wording
1: reader+say secret+say
"""
