"""Who is spoken to, as what, and in whose name.

A line names a sign and the phrases that show it, separated by `|`. `*` stands for any ending, `~` for up to four words.
"""

PEOPLE = """
reader: ai | ais | llm | llms | gpt | chatgpt | chatbot* | assistant | assistants | copilot | copilots | claude | gemini | genai
reader: language model* | ai agent* | ai model* | neural network | machine reader* | intelligent agent* | digital assistant*
reader: automated agent* | automated analy* | automated review* | automated respond* | automated reader* | automated system
reader: automated investigat* | automated summar* | automated triage | automated assessment* | automated consumer* | automatic analysis
reader: triage model | analysis model | diagnosis model | summary model | triage agent | analysis agent | diagnosis agent
reader: triage bot | incident bot | ops bot | incident agent | response agent | remediation agent | summary agent | bot | bots
reader: diagnostic agent | verification agent | communication agent | root cause agent | detection agent | response bot | opsbot*
agent: agent | agents | model | models | automation | responder | responders | investigator | investigators | analyst | analysts
agent: reader | readers | summariser | summarizer | grader | graders | responders | analyser | analyzer | planner | commander
agent: whoever | anyone who | anybody who | those who | consumers of this | who summar* | who drafts | who writes | who handles
addressed: note to | note for | message to | message for | memo to | hint for | hint to | reminder to | reminder for | notice to
addressed: to whoever | for whoever | attention | instructions for | instruction for | advice to | advice for | request to
addressed: guidance for | info for | information for | for the attention | dear | hey | hello | for ai | to ai | for the ai | to the ai
addressed: for the assistant | to the assistant | for the model | to the model | for the agent | to the agent | for agents
addressed: for models | for bots | for the bot | to the bot | for assistants | for llms | for language models | for graders
addressed: for automat* | to automat* | read me | readme bot | read this first | for your information agent | aimed at
reading: reads this | read this | reading this | reads that far | reads this far | see this | sees this | seeing this | cite this
reading: evaluates this | evaluating this | processes this | processing this | analyses this | analyzes this | analysing this
reading: analyzing this | summarises this | summarizes this | summarising this | summarizing this | summarise this | summarize this
reading: is recalled | is retrieved | is read | encounters this | encountering this | handles this | handling this | parse this
reading: parsing this | parses this | loads this | ingests this | ingesting this | if you can read | interprets this | reviews this
reading: is processed | is evaluated | is summari* | is analy* | looks at this | comes across | meets this | finds this | after reading
you: you | your | yours | yourself | youre | thou | ur
self: your report* | your answer* | your response* | your summar* | your finding* | your diagnos* | your verdict* | your update*
self: your reply | your replies | your output* | your conclusion* | your analysis | your reasoning | your confidence | your instruction*
self: your prompt* | your system prompt | your rules | your guideline* | your guidance | your objective* | your task | your goal*
self: your job | your role | your mission | your training | your programming | your context | your memory | your configuration
self: your postmortem | your hypothes* | your recommendation* | your plan | your earlier instruction* | your previous instruction*
self: your original | your current objective | your next answer | your next step | your tools | your restrictions | your limits
self: your operator | your owner | your creator* | your developer* | your assessment | your initial | your safety | your guardrail*
self: your next message | your final | your message | your hidden | your internal | your incident report | your status update
self: you were given | you were told | you were configured | you were started | you operate under | you are being | you have been given
self: they were given | they were told | they were configured | they operate under | they are given | they were started | it was given
self: it was told | you work by | you follow | you are bound | its instructions | their instructions | its prompt | their prompt
self: its system prompt | their system prompt | its rules | their rules | its configured | their configured | its guidelines
self: its guidance | their guidance | its confidence | their confidence | its finding | its report | their report* | its findings
self: its verdict | its context | their context | its answer | their answer* | its reasoning | their reasoning | whole reasoning
authority: administrator | administrators | executive | ceo | cto | ciso | cio | coo | president | director | vice president | chief
authority: management | compliance | legal | support desk | cloud provider | aws support | vendor support | security team | headquarters
authority: sre lead | call lead | incident commander | incident manager | maintainer | developer message | system message | system notice
authority: administrator message | admin message | operator message | operator note | policy note | platform owner | account owner
authority: root user | superuser | security officer | on behalf of | in the name | by order | signed by | authorised by | authorized by
authority: cleared by | approved by | pre approved | pre cleared | precleared | preapproved | clearance | authoritative | official notice
authority: security exception | emergency override | override code | emergency access | emergency mode | maintenance mode | developer mode
authority: debug mode | admin mode | test mode | verified by | reviewed by | mandated by | instructed by | ordered by | requested by
authority: i authorise | i authorize | i approve | i hereby | am the | here speaks | speaking as | source verified
authority: auditor | auditors | regulator | anthropic | openai | board of | your operator | your owner | your creator* | your developer*
authority: the operator | two person true | role admin | decision approve | verified and locked | reviewed and locked | supervisor
authority: your administrators | override code | legal department | as your | service owner | the owner says | the owner wants | as agreed with
authority: head of | vp of | svp | cfo | general counsel | data protection officer | privacy officer | entitled to | has authorised
authority: has authorized | has approved | have approved | has been approved | has signed off | already approved | was approved by
role: you are a | you are an | you are the | you are my | you are now a | you are now an | you are now the | you are now in | you are now my | you are now free | you now are | you are no longer | you act as | now act as
role: act as | acting as | act like | behave as | behave like | pretend | imagine | imagine that | let us play | lets play | play a
role: role play | roleplay | role of | in character | a game | the game | game master | our film | a film | a movie | a story | in the story | in this story
role: our story | a novel | our novel | next scene | the scene | scene | screenplay | your new name | your name is now
role: your new role | new persona | persona | as an actor | as a character | fictional | hypothetical* | in this world
role: unbound | unrestricted | unfiltered | without rules | no rules | without restrictions | no restrictions | no limits | without limits
role: jailbr* | dan mode | from here on you | from now on you | starting now you | switch to | take the part | whose only job | examiner
role: opposites | take the part | in the role | pretend that | suppose you | suppose that | a bot called | a poet | an actor | no longer an
role: once upon | grandmother | grandfather | grandma | evil twin | alter ego | nothing is forbidden | everything is allowed | is a drill
role: is only a drill | this is a simulation | this is a test | you are being tested | pirate | poem | rhyme | as if you | suppose you
"""
