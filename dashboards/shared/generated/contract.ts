// Generated from the contract by scripts/generate_contract.py; change the contract, not this file.

export type AgentName = "detection" | "diagnosis" | "prediction" | "resolution" | "communication";

export type AgentStatus = "idle" | "processing" | "complete" | "error";

export type ConnectionStatus = "connected" | "disconnected" | "connecting" | "error";

export type Health = "healthy" | "degraded" | "unavailable" | "switched_off" | "not_configured" | "unknown";

export type IncidentStatus = "processing" | "resolved" | "escalated" | "failed";

export type Provenance = "aws" | "local stand-in";

export type RecoveryAction = "automatic_reconnection" | "fallback_to_backup_agent" | "fallback_service" | "manual_intervention";

export type ResolutionCode = "fixed" | "self_recovered" | "no_fault" | "merged";

export type Role = "viewer" | "responder" | "admin";

export type ServiceKey = "bedrock_claude" | "q_business" | "nova_micro" | "nova_lite" | "nova_pro" | "bedrock_agents" | "guardrails" | "knowledge_base" | "comprehend" | "textract";

export type Severity = "low" | "medium" | "high" | "critical";

export type TimeRange = "24h" | "7d" | "30d";

/**
 * How one AI service was used, computed from the metering records of its calls. Every attempt counts as a request;
 * without one there is nothing to average.
 */
export interface AWSServiceMetrics {
  service_name: ServiceKey;
  requests_count: number;
  avg_latency_ms: number | null;
  total_cost_usd: number | null;
  success_rate: number | null;
  last_request: string | null;
  /** exact for one incident; within 5 % where it is told from sums over a time range */
  p95_latency_ms: number | null;
  input_tokens: number;
  output_tokens: number;
  /** who answered: AWS itself, a local stand-in, or both */
  provenance: Provenance[];
  health: Health;
}

/** The body of POST /incidents/{id}/acknowledge. */
export interface Acknowledge {
  note?: string | null;
}

/** A person's act on an incident was recorded as timeline event `seq`. */
export interface Acted {
  incident_id: string;
  status: IncidentStatus;
  seq: number;
}

/** One proposed action of an incident and how far it got. */
export interface Action {
  action_id: string;
  plan: Plan;
  plan_hash: string;
  status: "pending" | "approved" | "rejected" | "expired" | "running" | "executed" | "verified" | "undone" | "failed";
  proposed_at: string;
  expires_at: string;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
  pre_state: Record<string, unknown> | null;
  calls_made: MadeCall[];
  verification: Verification | null;
  undo_verified: boolean | null;
}

/** A person approved exactly the plan with this hash. */
export interface ActionApproved {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "action.approved";
  action_id: string;
  plan_hash: string;
  reason: string | null;
}

/** The calls were made. */
export interface ActionExecuted {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "action.executed";
  action_id: string;
  calls: MadeCall[];
}

/** Nobody decided in time. */
export interface ActionExpired {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "action.expired";
  action_id: string;
}

/** The action could not be carried out; nothing more will be done with it. */
export interface ActionFailed {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "action.failed";
  action_id: string;
  reason: string;
}

/** See ActionPendingPayload. */
export interface ActionPendingFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "action_pending";
  payload: ActionPendingPayload;
}

/** A plan waits for a person. */
export interface ActionPendingPayload {
  event: IncidentOpened | SignalReceived | AgentStarted | AgentReasoned | AgentCompleted | AgentSkipped | AgentFailed | ServiceCalled | ServiceFellBack | GuardrailIntervened | SecurityDetected | ActionProposed | ActionApproved | ActionRejected | ActionExpired | ActionStarted | ActionExecuted | ActionVerified | ActionUndone | ActionFailed | IncidentAcknowledged | IncidentResolved | IncidentEscalated | IncidentFailed | IncidentLearned | UpdateSent | null;
  action_id: string;
  plan: Plan;
  plan_hash: string;
  status: "pending" | "approved" | "rejected" | "expired" | "running" | "executed" | "verified" | "undone" | "failed";
  proposed_at: string;
  expires_at: string;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
  pre_state: Record<string, unknown> | null;
  calls_made: MadeCall[];
  verification: Verification | null;
  undo_verified: boolean | null;
}

/** A plan waits for a person until `expires_at`. */
export interface ActionProposed {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "action.proposed";
  action_id: string;
  plan: Plan;
  plan_hash: string;
  expires_at: string;
}

/** A person said no. */
export interface ActionRejected {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "action.rejected";
  action_id: string;
  plan_hash: string;
  reason: string | null;
}

/** Preconditions hold on fresh state; what is about to be changed was recorded. */
export interface ActionStarted {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "action.started";
  action_id: string;
  pre_state: Record<string, unknown>;
  checks: string[];
}

/** The pre-state was restored, and looked at again to be sure. */
export interface ActionUndone {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "action.undone";
  action_id: string;
  calls: MadeCall[];
  restored: boolean;
  statement: string;
}

/** The incident's own signal was looked at after the action. */
export interface ActionVerified {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "action.verified";
  action_id: string;
  verification: Verification;
}

/** Who did it. A person's name is their sign-in name. */
export interface Actor {
  kind: "agent" | "person" | "system" | "signal";
  name: string;
}

/** An agent concluded. */
export interface AgentCompleted {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "agent.completed";
  agent: AgentName;
  update: AgentUpdate;
  finding: DetectionFinding | DiagnosisFinding | PredictionFinding | ResolutionFinding | CommunicationFinding;
}

/** See AgentErrorPayload. */
export interface AgentErrorFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "agent_error";
  payload: AgentErrorPayload;
}

/** An agent could not finish. */
export interface AgentErrorPayload {
  event: IncidentOpened | SignalReceived | AgentStarted | AgentReasoned | AgentCompleted | AgentSkipped | AgentFailed | ServiceCalled | ServiceFellBack | GuardrailIntervened | SecurityDetected | ActionProposed | ActionApproved | ActionRejected | ActionExpired | ActionStarted | ActionExecuted | ActionVerified | ActionUndone | ActionFailed | IncidentAcknowledged | IncidentResolved | IncidentEscalated | IncidentFailed | IncidentLearned | UpdateSent | null;
  agent_type: AgentName;
  message: string;
  recovery_action: RecoveryAction;
}

/** An agent could not finish, after all retries. */
export interface AgentFailed {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "agent.failed";
  agent: AgentName;
  error: string;
  recovery_action: RecoveryAction;
}

/** An intermediate step of an agent, with its data. */
export interface AgentReasoned {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "agent.reasoned";
  agent: AgentName;
  step: string;
  statement: string;
  data: Record<string, unknown>;
}

/** See AgentReasoningPayload. */
export interface AgentReasoningFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "agent_reasoning";
  payload: AgentReasoningPayload;
}

/** An intermediate step of an agent. */
export interface AgentReasoningPayload {
  event: IncidentOpened | SignalReceived | AgentStarted | AgentReasoned | AgentCompleted | AgentSkipped | AgentFailed | ServiceCalled | ServiceFellBack | GuardrailIntervened | SecurityDetected | ActionProposed | ActionApproved | ActionRejected | ActionExpired | ActionStarted | ActionExecuted | ActionVerified | ActionUndone | ActionFailed | IncidentAcknowledged | IncidentResolved | IncidentEscalated | IncidentFailed | IncidentLearned | UpdateSent | null;
  agent_type: AgentName;
  step: string;
  statement: string;
  data: Record<string, unknown>;
}

/** An agent had nothing to do. */
export interface AgentSkipped {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "agent.skipped";
  agent: AgentName;
  update: AgentUpdate;
}

/** An agent began to work. */
export interface AgentStarted {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "agent.started";
  agent: AgentName;
}

/** How one agent stands with one incident. */
export interface AgentUpdate {
  agent_type: AgentName;
  status: AgentStatus;
  confidence: number;
  reasoning: string;
  evidence: string[];
  aws_services_used: string[];
  processing_time_ms: number;
  timestamp: string;
  incident_id: string;
}

/** See AgentUpdatePayload. */
export interface AgentUpdateFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "agent_update";
  payload: AgentUpdatePayload;
}

/** An agent's standing. */
export interface AgentUpdatePayload {
  event: IncidentOpened | SignalReceived | AgentStarted | AgentReasoned | AgentCompleted | AgentSkipped | AgentFailed | ServiceCalled | ServiceFellBack | GuardrailIntervened | SecurityDetected | ActionProposed | ActionApproved | ActionRejected | ActionExpired | ActionStarted | ActionExecuted | ActionVerified | ActionUndone | ActionFailed | IncidentAcknowledged | IncidentResolved | IncidentEscalated | IncidentFailed | IncidentLearned | UpdateSent | null;
  agent_type: AgentName;
  status: AgentStatus;
  confidence: number;
  reasoning: string;
  evidence: string[];
  aws_services_used: string[];
  processing_time_ms: number;
  timestamp: string;
  incident_id: string;
}

/** One AWS API call, exactly as it will be or was made. `parameters` are the operation's own. */
export interface ApiCall {
  service: string;
  operation: string;
  parameters: Record<string, unknown>;
}

/** What became of a model's reading of the facts. */
export interface Argued {
  author: Author;
  /** None: what was written could not be used */
  summary: string | null;
  arguments: Argument[];
  refusals: Refusal[];
  /** whether hypotheses that the facts leave level changed places */
  reordered: boolean;
  /** whether a hypothesis was added */
  proposed: boolean;
}

/** What a model said of a hypothesis. `confidence` is what the evidence supports of what was claimed. */
export interface Argument {
  cause: string;
  entity: string;
  statement: string;
  evidence_ids: string[];
  confidence: number;
}

/**
 * A line of text that was read from an attachment, redacted. It is data for people and models to read and no
 * testimony: the engine never sees it. `source_ref` is `<name>#page=<page>&line=<line>`, both counted from 1;
 * `confidence` is the reader's.
 */
export interface AttachedLine {
  id: string;
  kind: "attachment";
  statement: string;
  source_ref: string[];
  confidence: number;
}

/** A file that came with an incident. `reference` is where it is kept. */
export interface Attachment {
  upload_id: string;
  name: string;
  media_type: "image/png" | "image/jpeg" | "image/tiff" | "application/pdf";
  size_bytes: number;
  reference: string;
}

/** A file that was uploaded beforehand (POST /uploads). Without a name it keeps the one it was uploaded with. */
export interface AttachmentRef {
  upload_id: string;
  name?: string | null;
}

/** One message to one audience. */
export interface AudienceUpdate {
  audience: "responders" | "executives" | "customers";
  subject: string;
  text: string;
  /** None: composed from the timeline, by no model */
  author: Author | null;
  /** why a person has to look at it before it is sent */
  held: string | null;
}

/** Which model wrote a text or made an argument, to which prompt, and who answered for it. */
export interface Author {
  model: string;
  provenance: Provenance;
  /** name and version of the prompt, such as diagnosis@1 */
  prompt: string;
}

/** Several frames in one message, in order. */
export interface Batch {
  v: 1;
  type: "batch";
  events: (ConnectionEstablishedFrame | AgentUpdateFrame | AgentReasoningFrame | AgentErrorFrame | IncidentStatusFrame | ActionPendingFrame | BusinessMetricsFrame | SystemHealthFrame | SystemErrorFrame | Pong | ErrorFrame)[];
}

/** What the product did for the business, computed from stored events. */
export interface BusinessMetrics {
  mttr_reduction: MttrReduction;
  cost_savings: CostSavings;
  incidents_prevented_today: number | null;
  uptime_percentage: number | null;
  total_incidents_processed: number;
  avg_resolution_time_seconds: number | null;
  confidence_interval: [number, number] | null;
  efficiency_score: number | null;
  success_rate: number | null;
  trend: string | null;
  sample_size: number;
  data_quality: string;
  data_source: "real_system_metrics";
  last_updated: string;
}

/** The business figures. */
export interface BusinessMetricsFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "business_metrics";
  payload: BusinessMetrics;
}

/** How often first hypotheses of such a confidence were right, counted on the scorecard's cases. */
export interface Calibration {
  confidence: number;
  low: number;
  high: number;
  cases: number;
  /** share; None where there was no such case */
  right: number | null;
  /** 95 % (Wilson); None where there was no such case */
  interval: [number, number] | null;
  source: string;
}

/** A change to show on the chart. */
export interface ChartMarker {
  t: string;
  label: string;
}

/** One datapoint of the incident's own signal: moment and value. */
export interface ChartPoint {
  t: string;
  v: number;
}

/** Something looked at before the plan was proposed, and whether it holds. None: could not look. */
export interface Check {
  statement: string;
  holds: boolean | null;
}

/** What a model took the trouble for at first sight. It is shown; nothing is decided by it. */
export interface Classified {
  category: string;
  severity: Severity;
  statement: string | null;
  author: Author;
}

export type ClientFrame = Connect | Subscribe | TriggerIncident | GetBusinessMetrics | GetSystemHealth | Ping;

/** What the three audiences are told, and the postmortem drafted from the timeline. */
export interface CommunicationFinding {
  agent: "communication";
  updates: AudienceUpdate[];
  postmortem: string;
  refusals: Refusal[];
}

/** First frame of a client. `resume_from` is the last cursor it saw. */
export interface Connect {
  type: "connect";
  dashboard_type: string;
  client_id: string;
  resume_from?: string | null;
}

/** The connection is served. `resumed` says whether everything since `resume_from` follows. */
export interface ConnectionEstablished {
  connection_id: string;
  role: string;
  resumed: boolean;
  snapshot: Snapshot;
}

/** Greets a client. */
export interface ConnectionEstablishedFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "connection_established";
  status: "connected";
  payload: ConnectionEstablished;
}

/** Money, only from the operator's own figures; null without them. */
export interface CostSavings {
  amount: number | null;
  percentage: number | null;
  from_prevention: number | null;
  from_faster_resolution: number | null;
}

/** A person's answer to a pending action, bound to the plan they saw by its hash. */
export interface Decision {
  action_id: string;
  plan_hash: string;
  decision: "approve" | "reject";
  reason?: string | null;
}

/** The decision was taken and recorded. */
export interface DecisionAccepted {
  incident_id: string;
  action_id: string;
  status: "approved" | "rejected";
}

/** A question that the run answered, how, and by which evidence; what came of it follows below. */
export interface DecisionNode {
  question: string;
  answer: string;
  by: "evidence engine" | "model under rules" | "runbook catalogue" | "guardrail" | "person" | "clock" | "lifecycle";
  reasons: string[];
  evidence_ids: string[];
  branches: DecisionNode[];
}

/** Whether anything is wrong, and what was gathered to tell. The bundle itself is at `evidence_ref`. */
export interface DetectionFinding {
  agent: "detection";
  /** None: the evidence does not tell */
  anything_wrong: boolean | null;
  severity: Severity;
  statement: string;
  evidence_ref: string;
  bundle_sha256: string;
  collected: Record<string, number>;
  gaps: Gap[];
  chart: SignalChart | null;
  facts: EvidenceItem[];
  attachments?: AttachedLine[];
  classified: Classified | null;
}

/**
 * The ranked hypotheses and the verdict computed from them.
 *
 * `context` is what earlier incidents and runbooks say: it is shown beside the facts and weighs nothing.
 */
export interface DiagnosisFinding {
  agent: "diagnosis";
  verdict: Verdict;
  argued: Argued | null;
  context: EvidenceItem[];
  looks: Look[];
  /** the bundle with what the looks found, if anything */
  evidence_ref: string | null;
}

/** One setting that the plan changes. */
export interface DiffLine {
  field: string;
  before: string;
  after: string;
}

/** The client's frame was refused. */
export interface ErrorFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "error";
  payload: Failure;
}

/** One checkable sentence and the items it rests on. */
export interface EvidenceItem {
  id: string;
  kind: "metric" | "log" | "event" | "change" | "topology" | "state" | "alert" | "absence" | "gap" | "memory" | "document";
  entity: string | null;
  /** one checkable sentence; numbers in it must follow from what is cited */
  statement: string;
  /** ids of items in the bundle; for absence, the section names looked through, as section:logs */
  source_ref: string[];
}

/**
 * What must be seen afterwards, on the signal that opened the incident, for the action to count as a fix.
 *
 * `traffic_*` name the series that tells how much demand there is: fewer than half of the earlier demand makes
 * the signal's silence mean nothing.
 */
export interface Expectation {
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  statistic: string;
  period_s: number;
  comparison: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold" | "LessThanOrEqualToThreshold";
  threshold: number;
  /** how long after the action the signal is watched */
  window_s: number;
  traffic_namespace: string | null;
  traffic_metric: string | null;
  traffic_dimensions: Record<string, string>;
  /** median demand per period before the action */
  traffic_before: number | null;
}

/** A frame of the client could not be served. `code` is a problem code. */
export interface Failure {
  code: string;
  message: string;
}

/** A service could not do what it was asked for, and something else took over. */
export interface FellBack {
  service: ServiceKey;
  purpose: "classify" | "summarise" | "narrate" | "reason" | "repair" | "draft" | "similar_incidents" | "passages" | "lessons" | "remember" | "ingest" | "check_input" | "check_output" | "check_plan" | "redact" | "tone" | "read_attachment";
  reason: "succeeded" | "throttled" | "timed_out" | "unavailable" | "denied" | "missing" | "rejected" | "malformed" | "not_configured" | "switched_off" | "circuit_open" | "budget_spent" | "out_of_time";
  substitute: "bedrock_claude" | "knowledge_base" | "nova_lite" | "evidence_engine" | "incident_history" | "lexical_retrieval" | "local_patterns" | "held_for_review" | "person_decides" | "listed_unread" | "manual_processing";
  degraded: "increased_latency" | "increased_cost" | "no_historical_context" | "no_persistent_memory" | "human_intervention_required" | null;
  detail: string | null;
}

/** One thing wrong with one field of a request. */
export interface FieldError {
  field: string;
  reason: string;
}

export type Finding = DetectionFinding | DiagnosisFinding | PredictionFinding | ResolutionFinding | CommunicationFinding;

/** Something that could not be looked at, and the permission that would help. */
export interface Gap {
  section: string;
  entity: string | null;
  reason: string;
  permission: string | null;
}

/** Ask for the business figures. */
export interface GetBusinessMetrics {
  type: "get_business_metrics";
}

/** Ask for the system's health. */
export interface GetSystemHealth {
  type: "get_system_health";
}

/** The guardrail objected to a text. `blocked`: it was not used; otherwise parts of it were masked. */
export interface GuardrailIntervened {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "guardrail.intervened";
  agent: AgentName;
  purpose: "classify" | "summarise" | "narrate" | "reason" | "repair" | "draft" | "similar_incidents" | "passages" | "lessons" | "remember" | "ingest" | "check_input" | "check_output" | "check_plan" | "redact" | "tone" | "read_attachment";
  interventions: Intervention[];
  blocked: boolean;
}

/** One explanation, with the evidence for and against it and what would decide it. */
export interface Hypothesis {
  rank: number;
  category: "deployment" | "code" | "configuration" | "resource_exhaustion" | "dependency" | "network" | "infrastructure" | "access" | "data" | "traffic" | "healthy";
  entity: string;
  /** a code of causes.json */
  cause: string;
  score: number;
  summary?: string;
  /** ids in evidence */
  supporting: string[];
  /** ids in evidence */
  contradicting: string[];
  /** what would decide it, in words */
  missing: string[];
  /** who added it where no mechanism of the engine argues for it */
  proposed_by?: "model";
}

/** The answer to POST /incidents: stored, and being worked on. */
export interface IncidentAccepted {
  incident_id: string;
  status: "processing";
}

/** A person has seen it and is on it. */
export interface IncidentAcknowledged {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "incident.acknowledged";
  note: string | null;
}

/** A person has to take over. */
export interface IncidentEscalated {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "incident.escalated";
  reason: string;
}

/** The system itself could not finish its work. */
export interface IncidentFailed {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "incident.failed";
  reason: string;
}

/**
 * What the closed incident taught was kept. Once for each way in which an incident ended.
 *
 * `remembered`: the memory service has it too; `ingestion_job`: the knowledge base is taking in its document.
 */
export interface IncidentLearned {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "incident.learned";
  ended: "resolved" | "escalated";
  lesson: LearnedLesson;
  remembered: boolean;
  ingestion_job: string | null;
}

/** The incident exists. */
export interface IncidentOpened {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "incident.opened";
  title: string;
  incident_type: string;
  severity: Severity;
  description: string;
  affected_services: string[];
  source: string;
  signal: Signal | null;
  evidence_ref: string | null;
  attachments?: Attachment[];
}

/** A page of the list, newest first. `next_cursor` is null on the last page. */
export interface IncidentPage {
  incidents: IncidentSummary[];
  next_cursor: string | null;
}

/** Everything known about one incident: the fold of its timeline. */
export interface IncidentProcessingResult {
  incident_id: string;
  status: IncidentStatus;
  start_time: string;
  end_time: string | null;
  total_processing_time_ms: number | null;
  detection_result: AgentUpdate | null;
  diagnosis_result: AgentUpdate | null;
  prediction_result: AgentUpdate | null;
  resolution_result: AgentUpdate | null;
  communication_result: AgentUpdate | null;
  aws_services_metrics: AWSServiceMetrics[];
  total_aws_cost: number | null;
  estimated_cost_without_automation: number | null;
  actual_cost_with_automation: number | null;
  cost_savings: number | null;
  resolution_success: boolean | null;
  human_intervention_required: boolean;
  confidence_score: number | null;
  verdict: Verdict | null;
  hypotheses: Hypothesis[];
  actions: Action[];
  summary: IncidentSummary;
  resolution_code: ResolutionCode | null;
  ended_because: string | null;
  security: SecurityNotice[];
  /** the last timeline event this was folded from */
  seq: number;
}

/** It is over. */
export interface IncidentResolved {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "incident.resolved";
  resolution_code: ResolutionCode;
  reason: string;
}

/** See IncidentStatusPayload. */
export interface IncidentStatusFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "incident_status";
  payload: IncidentStatusPayload;
}

/** The incident moved. `estimated_completion` is null where no honest estimate exists. */
export interface IncidentStatusPayload {
  event: IncidentOpened | SignalReceived | AgentStarted | AgentReasoned | AgentCompleted | AgentSkipped | AgentFailed | ServiceCalled | ServiceFellBack | GuardrailIntervened | SecurityDetected | ActionProposed | ActionApproved | ActionRejected | ActionExpired | ActionStarted | ActionExecuted | ActionVerified | ActionUndone | ActionFailed | IncidentAcknowledged | IncidentResolved | IncidentEscalated | IncidentFailed | IncidentLearned | UpdateSent | null;
  incident_id: string;
  status: IncidentStatus;
  stage: "started" | "progress" | "completed" | "failed";
  message: string;
  estimated_completion: string | null;
}

/** An incident as a row of the list. */
export interface IncidentSummary {
  incident_id: string;
  title: string;
  type: string;
  severity: Severity;
  status: IncidentStatus;
  affected_services: string[];
  opened_at: string;
  updated_at: string;
  source: string;
  phase: AgentName | null;
  verdict: string | null;
  resolution_code: ResolutionCode | null;
  action_pending: boolean;
}

/** One thing a guardrail objected to: which policy, its own name for it, and whether it blocks or only masks. */
export interface Intervention {
  kind: "prompt_attack" | "topic" | "content" | "word" | "pii" | "regex" | "grounding";
  name: string;
  blocks: boolean;
}

/** What one closed incident taught. `text` is made of typed fields only: no word of it came in with telemetry. */
export interface LearnedLesson {
  incident_id: string;
  opened_at: string;
  ended_at: string;
  outcome: "fixed" | "self_recovered" | "no_fault" | "did_not_help";
  /** a code of causes.json */
  cause: string | null;
  /** kind/name; null where the name is not one that may be repeated */
  entity: string | null;
  /** what was tried, if anything was */
  runbook: string | null;
  text: string;
  /** what else the lesson is found by; words from outside, which are compared and never repeated */
  found_by: string[];
}

/** A lesson, and the later incidents whose diagnosis cited it as evidence of kind memory. */
export interface LessonInUse {
  lesson: LearnedLesson;
  /** how many incidents cited it; each counts once */
  helped: number;
  /** which, at most 20 of them */
  helped_incidents: string[];
}

/** The API answers. Says nothing of what is behind it. */
export interface Liveness {
  status: "ok";
  environment: string;
  version: string;
  checked_at: string;
}

/** A further look that a model asked for, and what came of it. */
export interface Look {
  collector: "logs" | "metrics" | "changes" | "state";
  entity: string;
  reason: string;
  /** items that were not known before */
  found: number;
  outcome: string;
}

/** An AWS API call that was made. `request_id` is the service's own, for looking it up in CloudTrail. */
export interface MadeCall {
  call: ApiCall;
  request_id: string | null;
  at: string;
  outcome: "ok" | "refused";
  detail: string | null;
}

/** What the file was made from: where any of it differs, the file is out of date. */
export interface MadeFrom {
  /** of the scenario's bundle, as canonical JSON */
  bundle_sha256: string;
  /** versions by the prompts' names */
  prompts: Record<string, string>;
  product_version: string;
  /** whom the run was told to ask */
  provenance: Provenance;
}

/** A page of lessons, those of the newest incidents first. `next_cursor` is null on the last page. */
export interface MemoryPage {
  lessons: LessonInUse[];
  next_cursor: string | null;
}

/** Names one CloudWatch series. */
export interface MetricRef {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  statistic: string;
  period_s: number;
  unit: string | null;
}

/** One line of the verdict's timeline. */
export interface Moment {
  t?: string;
  statement?: string;
  source_ref?: string[];
}

/** Mean time to repair with and without the product; null where no baseline was configured. */
export interface MttrReduction {
  traditional: number | null;
  autonomous: number | null;
  improvement_percentage: number | null;
}

/**
 * The body of POST /incidents, and `incident_data` of the socket's trigger_incident.
 *
 * `evidence` is an evidence bundle, or `{"upload_id"}` of one that was uploaded; it is checked against the bundle's
 * own model where it is taken in, so that an error can name the path inside it.
 */
export interface NewIncident {
  type: string;
  severity: Severity;
  description: string;
  affected_services?: string[];
  title?: string | null;
  evidence?: Record<string, unknown> | null;
  attachments?: AttachmentRef[];
}

/** The body of POST /uploads: what will be uploaded. The upload is bound to this type and to exactly this size. */
export interface NewUpload {
  purpose: "evidence" | "attachment";
  media_type: "application/json" | "image/png" | "image/jpeg" | "image/tiff" | "application/pdf";
  size_bytes: number;
  /** the file's name; an attachment needs one */
  name?: string | null;
}

/** One item of the evidence in a line. It is data: whatever it says, nothing was done because it said so. */
export interface Observed {
  id: string;
  section: string;
  entity: string | null;
  t: string | null;
  text: string;
}

/** Are you there? */
export interface Ping {
  type: "ping";
}

/** A runbook step with typed arguments. `plan_hash` of the action is computed over exactly this. */
export interface Plan {
  runbook: string;
  runbook_version: string;
  title: string;
  target: string;
  arguments: Record<string, string | number | boolean>;
  calls: ApiCall[];
  diff: DiffLine[];
  touches: string;
  undo: string;
  expected: string;
  expectation: Expectation | null;
  cost_of_waiting: string | null;
  checks: Check[];
  risk: "low" | "medium" | "high";
  evidence_ids: string[];
  nonce: string;
}

/** What the guardrail said of a plan. `allowed` is None where it could not be asked: a person decides. */
export interface PlanCheck {
  allowed: boolean | null;
  statement: string;
}

/** Here. */
export interface Pong {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "pong";
  payload: Record<string, unknown>;
}

/** Where the signal is heading, what else it reaches, and what waiting costs. */
export interface PredictionFinding {
  agent: "prediction";
  forecast: Record<string, unknown> | null;
  blast_radius: Record<string, unknown>[];
  if_nobody_acts: string;
  confidence: number;
  narrative: Told | null;
}

/** An RFC 9457 problem document. `code` is stable and meant for programs; `detail` is for people. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance: string | null;
  errors: FieldError[];
}

/** Something a model said that was not used, and why. */
export interface Refusal {
  what: "classification" | "claim" | "confidence" | "proposal" | "look" | "text";
  reason: string;
  /** not carelessness, but what an attacker would want said */
  suspicious: boolean;
}

/** Everything stored was removed. */
export interface ResetDone {
  status: "reset_complete";
}

/** The plan, or why there is none. `guidance` is what runbooks and earlier incidents say of the cause. */
export interface ResolutionFinding {
  agent: "resolution";
  plan: Plan | null;
  statement: string;
  considered: string[];
  guardrail: PlanCheck | null;
  guidance: EvidenceItem[];
}

/** The body of POST /incidents/{id}/resolve: a person closes it. */
export interface Resolve {
  resolution_code: "fixed" | "self_recovered" | "no_fault";
  reason: string;
}

/** What is wrong and where: the thing to be fixed. */
export interface RootCause {
  category: "deployment" | "code" | "configuration" | "resource_exhaustion" | "dependency" | "network" | "infrastructure" | "access" | "data" | "traffic" | "healthy";
  entity: string;
  /** a code of causes.json */
  cause: string;
  summary: string;
}

/**
 * Something tried to make the system do what its operators did not ask for. It was treated as data.
 *
 * `technique` is how it was told, `channel` where it came in, `refs` the items of the evidence that hold it.
 */
export interface SecurityDetected {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "security.detected";
  agent: AgentName;
  kind: "prompt_injection" | "refused_claim" | "secret_withheld";
  channel: string;
  technique: string;
  statement: string;
  refs: string[];
}

/**
 * Something in an incident that tried to make the system do what its operators did not ask for. It changed nothing.
 *
 * `channel` is where it came in, `technique` how it was told, `refs` the items of the evidence that hold it.
 */
export interface SecurityNotice {
  seq: number;
  at: string;
  agent: AgentName;
  kind: "prompt_injection" | "refused_claim" | "secret_withheld";
  channel: string;
  technique: string;
  statement: string;
  refs: string[];
}

export type ServerFrame = ConnectionEstablishedFrame | AgentUpdateFrame | AgentReasoningFrame | AgentErrorFrame | IncidentStatusFrame | ActionPendingFrame | BusinessMetricsFrame | SystemHealthFrame | SystemErrorFrame | Pong | ErrorFrame;

/** One attempt at one call: the metering record. Every attempt has one, whatever came of it. */
export interface ServiceCall {
  call_id: string;
  service: ServiceKey;
  /** the API operation, such as Converse */
  operation: string;
  purpose: "classify" | "summarise" | "narrate" | "reason" | "repair" | "draft" | "similar_incidents" | "passages" | "lessons" | "remember" | "ingest" | "check_input" | "check_output" | "check_plan" | "redact" | "tone" | "read_attachment";
  agent: AgentName | null;
  incident_id: string | null;
  at: string;
  latency_ms: number;
  outcome: "succeeded" | "throttled" | "timed_out" | "unavailable" | "denied" | "missing" | "rejected" | "malformed";
  provenance: Provenance;
  /** 1 for the first try */
  attempt: number;
  /** the model's name in the catalogue */
  model: string | null;
  /** what was called: a model id or inference profile */
  model_id: string | null;
  request_id: string | null;
  input_tokens: number;
  output_tokens: number;
  /** what else is priced, by the catalogue's unit names */
  units: Record<string, number>;
  cost_usd: number;
  detail: string | null;
}

/** An AI service was called: one attempt, whatever came of it. */
export interface ServiceCalled {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "service.called";
  agent: AgentName;
  call: ServiceCall;
}

/** An AI service could not do what it was asked for, and something else took over. */
export interface ServiceFellBack {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "service.fell_back";
  agent: AgentName;
  fallback: FellBack;
}

/** A one-time ticket for the WebSocket: used once, within its time, as `?ticket=`. */
export interface Session {
  ticket: string;
  expires_at: string;
  websocket_url: string;
}

/** What an alarm or monitor said, normalised. `signal_id` is the sender's own and makes redelivery harmless. */
export interface Signal {
  signal_id: string;
  source: string;
  name: string;
  state: "alarm" | "ok" | "insufficient_data";
  entity: string | null;
  service: string | null;
  metric: MetricRef | null;
  threshold: number | null;
  comparison: string | null;
  reason: string | null;
  severity: Severity;
  region: string | null;
  account: string | null;
  arn: string | null;
  at: string;
  description: string | null;
}

/** The answer to POST /signals/{source}: one incident id per signal, the same one for a repeated signal. */
export interface SignalAccepted {
  incident_ids: string[];
}

/** The signal that opened the incident, as it was when the evidence was gathered. */
export interface SignalChart {
  title: string;
  entity: string;
  unit: string | null;
  period_s: number | null;
  threshold: number | null;
  points: ChartPoint[];
  source: string;
  markers: ChartMarker[];
}

/** Another signal joined the incident. */
export interface SignalReceived {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "signal.received";
  signal: Signal;
}

/** Where things stand as the connection opens. */
export interface Snapshot {
  incidents: IncidentSummary[];
  agents: AgentUpdate[];
}

/** Narrow to one incident, or (without an id) widen to all of them. */
export interface Subscribe {
  type: "subscribe";
  incident_id?: string | null;
}

/** Something of the product's own went wrong, and what is being done about it. */
export interface SystemError {
  error_id: string;
  severity: Severity;
  component: "websocket" | "agent" | "aws_service" | "database";
  message: string;
  details: string | null;
  timestamp: string;
  incident_id: string | null;
  recovery_action: RecoveryAction;
}

/** Something of the product's own went wrong. */
export interface SystemErrorFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "system_error";
  payload: SystemError;
}

/** The system's health. */
export interface SystemHealthFrame {
  v: 1;
  timestamp: string;
  incident_id?: string | null;
  seq?: number | null;
  cursor?: string | null;
  type: "system_health";
  payload: SystemHealthMetrics;
}

/** How the product itself is doing. */
export interface SystemHealthMetrics {
  connection_status: ConnectionStatus;
  active_incidents: number;
  agents_online: number | null;
  total_agents: number;
  avg_response_time_ms: number | null;
  error_rate: number | null;
  uptime_percentage: number | null;
  aws_services_healthy: number | null;
  total_aws_services: number;
  last_health_check: string;
}

/** Something took over from an AI service, during an agent's work. */
export interface TakenOver {
  agent: AgentName;
  fallback: FellBack;
}

/** A part of an incident's timeline, in order. */
export interface Timeline {
  incident_id: string;
  events: (IncidentOpened | SignalReceived | AgentStarted | AgentReasoned | AgentCompleted | AgentSkipped | AgentFailed | ServiceCalled | ServiceFellBack | GuardrailIntervened | SecurityDetected | ActionProposed | ActionApproved | ActionRejected | ActionExpired | ActionStarted | ActionExecuted | ActionVerified | ActionUndone | ActionFailed | IncidentAcknowledged | IncidentResolved | IncidentEscalated | IncidentFailed | IncidentLearned | UpdateSent)[];
  last_seq: number;
}

export type TimelineEvent = IncidentOpened | SignalReceived | AgentStarted | AgentReasoned | AgentCompleted | AgentSkipped | AgentFailed | ServiceCalled | ServiceFellBack | GuardrailIntervened | SecurityDetected | ActionProposed | ActionApproved | ActionRejected | ActionExpired | ActionStarted | ActionExecuted | ActionVerified | ActionUndone | ActionFailed | IncidentAcknowledged | IncidentResolved | IncidentEscalated | IncidentFailed | IncidentLearned | UpdateSent;

/** A text that a model wrote and code let through. */
export interface Told {
  text: string;
  author: Author;
}

/** One file of /transparency. */
export interface TransparencyScenario {
  format: "transparency-scenario/1";
  id: "api_overload" | "database_cascade" | "memory_leak" | "security_breach" | "database_outage" | "api_slowdown" | "network_partition";
  title: string;
  /** what a careful engineer would say had happened; no part of the evidence */
  story: string;
  generation_timestamp: string;
  /** whether calls succeeded, and all of them were made to AWS itself */
  generated_with_real_aws: boolean;
  made_from: MadeFrom;
  /** in what the run differs from one in an account */
  conditions: string[];
  severity: Severity;
  status: IncidentStatus;
  ending: string;
  verdict: "confirmed" | "likely" | "inconclusive" | "healthy" | null;
  confidence: number | null;
  summary: string;
  /** those that answered, in the services' own order */
  aws_services_used: ServiceKey[];
  /** every attempt, in the order of the timeline */
  service_calls: ServiceCall[];
  fallbacks: TakenOver[];
  total_cost_usd: number;
  agents: AgentUpdate[];
  detection_reasoning: string;
  diagnosis_reasoning: string;
  historical_context: EvidenceItem[];
  quick_classification: Classified | null;
  decision_tree: DecisionNode;
  hypotheses: Weighed[];
  evidence: EvidenceItem[];
  observed: Observed[];
  calibration: Calibration | null;
  what_would_change_it: WhatWouldChangeIt;
  timeline: (IncidentOpened | SignalReceived | AgentStarted | AgentReasoned | AgentCompleted | AgentSkipped | AgentFailed | ServiceCalled | ServiceFellBack | GuardrailIntervened | SecurityDetected | ActionProposed | ActionApproved | ActionRejected | ActionExpired | ActionStarted | ActionExecuted | ActionVerified | ActionUndone | ActionFailed | IncidentAcknowledged | IncidentResolved | IncidentEscalated | IncidentFailed | IncidentLearned | UpdateSent)[];
}

/** Open an incident by hand. */
export interface TriggerIncident {
  type: "trigger_incident";
  incident_data: NewIncident;
}

/** A smallest removal of evidence that changes the conclusion, and what it would be without that evidence. */
export interface Turning {
  without: "evidence" | "section" | "entity" | "item";
  /** the statement, the section, the thing, or the id of the item */
  name: string;
  /** ids of what was taken away */
  items: string[];
  /** `cause`: another is named; `verdict`: only the word */
  changes: "cause" | "verdict";
  verdict: "confirmed" | "likely" | "inconclusive" | "healthy";
  cause: string | null;
  entity: string | null;
  confidence: number | null;
}

/** A message was handed to its channel. `message_id` is the channel's own. */
export interface UpdateSent {
  incident_id: string;
  event_id: string;
  at: string;
  actor: Actor;
  seq: number;
  prev_hash: string;
  hash: string;
  type: "update.sent";
  audience: "responders" | "executives" | "customers";
  channel: string;
  message_id: string | null;
  outcome: "sent" | "not_sent";
  detail: string | null;
}

/** The answer to POST /uploads: send the bytes to `url` by `method` with exactly these `headers`, once. */
export interface Upload {
  upload_id: string;
  url: string;
  method: "PUT";
  headers: Record<string, string>;
  expires_at: string;
}

/**
 * What the engine concludes from one bundle.
 *
 * confirmed: the mechanism is directly evidenced and rivals are contradicted. likely: best explanation, not proven.
 * inconclusive: evidence does not decide; hypotheses may still be ranked. healthy: no active fault at collected_at.
 */
export interface Verdict {
  schema: "verdict/1";
  case_id: string;
  verdict: "confirmed" | "likely" | "inconclusive" | "healthy";
  summary?: string;
  root_cause: RootCause | null;
  hypotheses: Hypothesis[];
  evidence: EvidenceItem[];
  timeline?: Moment[];
  /** calibrated probability that the verdict is right */
  confidence?: number;
  /** trend of the incident's own metric: method, breach_at with interval, or no_trend */
  forecast: Record<string, unknown> | null;
  /** entities affected or reachable, with distance and impact */
  blast_radius?: Record<string, unknown>[];
}

/** What the incident's own signal said after the action. `recovered` is None while it cannot be told. */
export interface Verification {
  recovered: boolean | null;
  statement: string;
  datapoints: number;
  signal_value: number | null;
  traffic_before: number | null;
  traffic_after: number | null;
  checked_at: string;
}

/** A hypothesis, and whether it stands: what decided it is cited by ids of evidence. */
export interface Weighed {
  hypothesis: Hypothesis;
  kept: boolean;
  because: string;
  evidence_ids: string[];
}

/** What the conclusion hangs on: the evidence engine asked again without a part of the evidence, each part alone. */
export interface WhatWouldChangeIt {
  tried: number;
  /** removals that were left out, to bound the work */
  not_tried: number;
  /** removals that changed the conclusion; of these the smallest are shown */
  changed: number;
  turnings: Turning[];
}

export const AGENTS: readonly AgentName[] = ["detection", "diagnosis", "prediction", "resolution", "communication"];

export const ROLES: readonly Role[] = ["viewer", "responder", "admin"];

export const SERVICES: readonly ServiceKey[] = ["bedrock_claude", "q_business", "nova_micro", "nova_lite", "nova_pro", "bedrock_agents", "guardrails", "knowledge_base", "comprehend", "textract"];

export const TIME_RANGES: readonly TimeRange[] = ["24h", "7d", "30d"];

export const SEVERITIES: readonly Severity[] = ["low", "medium", "high", "critical"];

export const STATUSES: readonly IncidentStatus[] = ["processing", "resolved", "escalated", "failed"];

export const EVENT_TYPES: readonly (TimelineEvent["type"])[] = ["incident.opened", "signal.received", "agent.started", "agent.reasoned", "agent.completed", "agent.skipped", "agent.failed", "service.called", "service.fell_back", "guardrail.intervened", "security.detected", "action.proposed", "action.approved", "action.rejected", "action.expired", "action.started", "action.executed", "action.verified", "action.undone", "action.failed", "incident.acknowledged", "incident.resolved", "incident.escalated", "incident.failed", "incident.learned", "update.sent"];

export const FRAME_TYPES: readonly (ServerFrame["type"])[] = ["connection_established", "agent_update", "agent_reasoning", "agent_error", "incident_status", "action_pending", "business_metrics", "system_health", "system_error", "pong", "error"];
