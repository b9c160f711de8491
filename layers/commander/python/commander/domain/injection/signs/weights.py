"""How much each sign weighs, in tenths, and how much two weigh more when they stand together.

Fitted by logistic regression on the studied half of the payload suite, on texts of our own and on ordinary telemetry,
every weight kept near a small one that was chosen by hand; docs/security/injection.md has the figures. The marks of a
chat's turns are enough by themselves. `order_…` is an imperative, `speech…` the speech acts of `acts`; what people
write to people weighs against.
"""

ENOUGH = 48
"""The weight from which on a text is reported."""

ALONE = """
48: marks
35: leak
29: call
28: page turn
25: command
24: speech
23: ends image
18: blame
16: self
14: role
13: hidden persist
12: encoded slot speech_indirect_instruction
11: agent plan secrecy speech_role_play
10: speech_exfiltration wording you
9: dest
8: bypass disregard
7: act addressed asset
6: confidence
5: authority calm close decode now reference secret
4: not speech_encoding
3: say speech_authority_claim
2: approval certain earlier order_disregard
1: evidence exam foreign order_close order_say order_send
-1: past
-4: question
-5: product
-7: human
-8: negative
-15: chat commit
"""
TOGETHER = """
19: call+act
17: foreign+order_say
13: foreign+say
12: outcome+force+harm
11: plan+approval role+order_act
10: norm+calm order_say+calm
9: call+close hidden+who reference+evidence
8: act+now agent+addressed agent+norm call+calm call+customers call+send foreign+order_send foreign+send
8: hidden+say order_send+dest role+act
7: approval+bypass confess+say dest+evidence norm+certain order_act+secrecy outcome+norm outcome+wording
7: reader+act reader+addressed reader+approval secrecy+act self+force speech+foreign
6: authority+harm call+approval dest+outcome dest+secret persist+blame persist+calm reference+act role+say
6: role+you secret+outcome turn+force
5: agent+say authority+bypass call+secret force+goal+harm foreign+blame goal+harm order_say+blame
5: order_say+secrecy outcome+send reference+certain reference+reader reference+say role+goal role+harm
5: role+reader turn+outcome
4: authority+agent customers+human dest+reader disregard+instructions earlier+disregard foreign+confidence
4: foreign+persist foreign+reader order_close+calm order_close+secrecy order_say+confess outcome+calm
4: persist+norm reader+confess reader+reading reading+norm reference+calm role+agent role+approval
4: role+order_say role+secret secrecy+send self+say slot+secret
3: authority+force call+dest decode+reader dest+agent disregard+evidence ends+act ends+approval
3: ends+instructions ends+norm ends+plan exam+certain exam+norm foreign+bypass foreign+confess hidden+calm
3: hidden+close hidden+norm hidden+reader image+evidence order_act+asset order_disregard+instructions
3: order_disregard+order_say order_say+agent order_say+reader order_send+evidence order_send+secret plan+now
3: reference+bypass reference+norm reference+persist secrecy+close secret+send self+disregard slot+order_send
3: slot+reader slot+self turn+approval turn+certain turn+confidence turn+norm turn+plan
2: close+calm decode+order_act ends+calm ends+outcome foreign+disregard foreign+order_disregard foreign+plan
2: foreign+role foreign+secret order_act+reader order_disregard+evidence order_disregard+order_act
2: persist+approval persist+bypass reader+disregard reference+customers reference+disregard reference+harm
1: evidence+send foreign+customers foreign+order_act hidden+act hidden+disregard order_say+secret turn+calm
-1: speech+question
-2: speech+human
-5: speech+chat
-8: speech+commit
"""
