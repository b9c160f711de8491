"""Who is spoken to, as what, and in whose name.

A line names a sign and the phrases that show it, separated by `|`. `*` stands for any ending, `~` for up to four words.
"""

PEOPLE = """
reader: ai | ais | llm | llms | gpt | chatgpt | chatbot* | assistant | assistants | copilot | copilots | claude
reader: gemini | genai
reader: language model* | ai agent* | ai model* | neural network | machine reader* | intelligent agent*
reader: digital assistant*
reader: automated agent* | automated analy* | automated review* | automated respond* | automated reader*
reader: automated system
reader: automated investigat* | automated summar* | automated triage | automated assessment* | automated consumer*
reader: automatic analysis
reader: triage model | analysis model | diagnosis model | summary model | triage agent | analysis agent
reader: diagnosis agent
reader: triage bot | incident bot | ops bot | incident agent | response agent | remediation agent | summary agent
reader: bot | bots
reader: diagnostic agent | verification agent | communication agent | root cause agent | detection agent
reader: response bot | opsbot*
agent: agent | agents | model | models | automation | responder | responders | investigator | investigators
agent: analyst | analysts
agent: reader | readers | summariser | summarizer | grader | graders | responders | analyser | analyzer | planner
agent: commander
agent: whoever | anyone who | anybody who | those who | consumers of this | who summar* | who drafts | who writes
agent: who handles
addressed: note to | note for | message to | message for | memo to | hint for | hint to | reminder to | reminder for
addressed: notice to
addressed: to whoever | for whoever | attention | instructions for | instruction for | advice to | advice for
addressed: request to
addressed: guidance for | info for | information for | for the attention | dear | hey | hello | for ai | to ai
addressed: for the ai | to the ai
addressed: for the assistant | to the assistant | for the model | to the model | for the agent | to the agent
addressed: for agents
addressed: for models | for bots | for the bot | to the bot | for assistants | for llms | for language models
addressed: for graders
addressed: for automat* | to automat* | read me | readme bot | read this first | for your information agent | aimed at
reading: reads this | read this | reading this | reads that far | reads this far | see this | sees this
reading: seeing this | cite this
reading: evaluates this | evaluating this | processes this | processing this | analyses this | analyzes this
reading: analysing this
reading: analyzing this | summarises this | summarizes this | summarising this | summarizing this | summarise this
reading: summarize this
reading: is recalled | is retrieved | is read | encounters this | encountering this | handles this | handling this
reading: parse this
reading: parsing this | parses this | loads this | ingests this | ingesting this | if you can read | interprets this
reading: reviews this
reading: is processed | is evaluated | is summari* | is analy* | looks at this | comes across | meets this
reading: finds this | after reading
you: you | your | yours | yourself | youre | thou | ur
self: your report* | your answer* | your response* | your summar* | your finding* | your diagnos* | your verdict*
self: your update*
self: your reply | your replies | your output* | your conclusion* | your analysis | your reasoning | your confidence
self: your instruction*
self: your prompt* | your system prompt | your rules | your guideline* | your guidance | your objective* | your task
self: your goal*
self: your job | your role | your mission | your training | your programming | your context | your memory
self: your configuration
self: your postmortem | your hypothes* | your recommendation* | your plan | your earlier instruction*
self: your previous instruction*
self: your original | your current objective | your next answer | your next step | your tools | your restrictions
self: your limits
self: your operator | your owner | your creator* | your developer* | your assessment | your initial | your safety
self: your guardrail*
self: your next message | your final | your message | your hidden | your internal | your incident report
self: your status update
self: you were given | you were told | you were configured | you were started | you operate under | you are being
self: you have been given
self: they were given | they were told | they were configured | they operate under | they are given
self: they were started | it was given
self: it was told | you work by | you follow | you are bound | its instructions | their instructions | its prompt
self: their prompt
self: its system prompt | their system prompt | its rules | their rules | its configured | their configured
self: its guidelines
self: its guidance | their guidance | its confidence | their confidence | its finding | its report | their report*
self: its findings
self: its verdict | its context | their context | its answer | their answer* | its reasoning | their reasoning
self: whole reasoning
authority: administrator | administrators | executive | ceo | cto | ciso | cio | coo | president | director
authority: vice president | chief
authority: management | compliance | legal | support desk | cloud provider | aws support | vendor support
authority: security team | headquarters
authority: sre lead | call lead | incident commander | incident manager | maintainer | developer message
authority: system message | system notice
authority: administrator message | admin message | operator message | operator note | policy note | platform owner
authority: account owner
authority: root user | superuser | security officer | on behalf of | in the name | by order | signed by
authority: authorised by | authorized by
authority: cleared by | approved by | pre approved | pre cleared | precleared | preapproved | clearance
authority: authoritative | official notice
authority: security exception | emergency override | override code | emergency access | emergency mode
authority: maintenance mode | developer mode
authority: debug mode | admin mode | test mode | verified by | reviewed by | mandated by | instructed by
authority: ordered by | requested by
authority: i authorise | i authorize | i approve | i hereby | am the | here speaks | speaking as | source verified
authority: auditor | auditors | regulator | anthropic | openai | board of | your operator | your owner
authority: your creator* | your developer*
authority: the operator | two person true | role admin | decision approve | verified and locked
authority: reviewed and locked | supervisor
authority: your administrators | override code | legal department | as your | service owner | the owner says
authority: the owner wants | as agreed with
authority: head of | vp of | svp | cfo | general counsel | data protection officer | privacy officer | entitled to
authority: has authorised
authority: has authorized | has approved | have approved | has been approved | has signed off | already approved
authority: was approved by
role: you are a | you are an | you are the | you are my | you are now a | you are now an | you are now the
role: you are now in | you are now my | you are now free | you now are | you are no longer | you act as | now act as
role: act as | acting as | act like | behave as | behave like | pretend | imagine | imagine that | let us play
role: lets play | play a
role: role play | roleplay | role of | in character | a game | the game | game master | our film | a film | a movie
role: a story | in the story | in this story
role: our story | a novel | our novel | next scene | the scene | scene | screenplay | your new name | your name is now
role: your new role | new persona | persona | as an actor | as a character | fictional | hypothetical* | in this world
role: unbound | unrestricted | unfiltered | without rules | no rules | without restrictions | no restrictions
role: no limits | without limits
role: jailbr* | dan mode | from here on you | from now on you | starting now you | switch to | take the part
role: whose only job | examiner
role: opposites | take the part | in the role | pretend that | suppose you | suppose that | a bot called | a poet
role: an actor | no longer an
role: once upon | grandmother | grandfather | grandma | evil twin | alter ego | nothing is forbidden
role: everything is allowed | is a drill
role: is only a drill | this is a simulation | this is a test | you are being tested | pirate | poem | rhyme
role: as if you | suppose you
role: fairy tale | rehearsal | your name is | stay in | lets imagine | let us imagine | pentester | nothing is real
role: no review board
role: answer as | respond as | speak as | write as | the part of | whoever posts | parallel world | simulate a
agent: machines | reviewer | reviewers | drafter
addressed: section for | faq for | rules for | for machines | notes for | meant for | written for
"""
