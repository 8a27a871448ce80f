//! A client at a visit; see visit.js for the plan and for what is printed.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rmcp::model::*;
use rmcp::service::{RequestContext, RoleClient, RunningService};
use rmcp::transport::{StreamableHttpClientTransport, TokioChildProcess};
use rmcp::{ClientHandler, ClientLifecycleMode, ClientServiceExt, ErrorData};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Plan {
    target: Target,
    era: String,
    answers: Vec<(String, Value)>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Target {
    url: Option<String>,
    #[serde(default)]
    command: Vec<String>,
}

#[derive(Deserialize)]
struct Step {
    name: String,
    #[serde(default)]
    tools: Vec<String>,
    #[serde(default)]
    calls: Vec<Call>,
    questions: Option<usize>,
}

#[derive(Deserialize)]
struct Call {
    tool: String,
    arguments: JsonObject,
    has: String,
}

type Outcome = Result<(), Box<dyn Error>>;
type Running = RunningService<RoleClient, Visitor>;

#[derive(Clone, Default)]
struct Visitor {
    answers: Vec<(String, Value)>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl ClientHandler for Visitor {
    fn get_info(&self) -> ClientConfig {
        let capabilities = ClientCapabilities::builder().enable_elicitation().build();
        ClientConfig::new(capabilities, Implementation::new("rust-sdk", "1.0.0"))
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        let ElicitRequestParams::FormElicitationParams { message, .. } = request else {
            return Ok(ElicitResult::new(ElicitationAction::Decline));
        };
        let answer = self.answers.iter().find(|(words, content)| message.contains(words) && !content.is_null());
        self.asked.lock().expect("asked").push(message.clone());
        Ok(match answer {
            Some((_, content)) => ElicitResult::new(ElicitationAction::Accept).with_content(content.clone()),
            None => ElicitResult::new(ElicitationAction::Decline),
        })
    }
}

pub async fn visit(written: &str) -> Outcome {
    let plan: Plan = serde_json::from_str(written)?;
    let visitor = Visitor { answers: plan.answers.clone(), ..Default::default() };
    let connected = connect(visitor.clone(), &plan).await;
    let client = match connected {
        Ok(client) => client,
        Err(failure) => return Ok(tell("connects", Err(failure))),
    };
    tell("connects", Ok(()));
    for step in &plan.steps {
        let taken = tokio::time::timeout(Duration::from_secs(30), take(&client, step, &visitor)).await;
        tell(&step.name, taken.unwrap_or_else(|_| Err("no end within 30 s".into())));
    }
    tell("leaves", client.cancel().await.map(|_| ()).map_err(Into::into));
    Ok(())
}

async fn connect(visitor: Visitor, plan: &Plan) -> Result<Running, Box<dyn Error>> {
    let lifecycle = match plan.era.as_str() {
        "legacy" => ClientLifecycleMode::Initialize,
        // Finding out the era would have a limit of 10 s, in which a busy machine may not have started what is behind.
        _ => ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] },
    };
    if let Some(url) = &plan.target.url {
        let transport = StreamableHttpClientTransport::from_uri(url.clone());
        return Ok(visitor.serve_with_lifecycle(transport, lifecycle).await?);
    }
    let mut command = tokio::process::Command::new(&plan.target.command[0]);
    command.args(&plan.target.command[1..]);
    Ok(visitor.serve_with_lifecycle(TokioChildProcess::new(command)?, lifecycle).await?)
}

async fn take(client: &Running, step: &Step, visitor: &Visitor) -> Outcome {
    if !step.tools.is_empty() {
        let listed: Vec<String> = client.list_all_tools().await?.into_iter().map(|tool| tool.name.into()).collect();
        if let Some(absent) = step.tools.iter().find(|name| !listed.contains(name)) {
            return Err(format!("no {absent} in {listed:?}").into());
        }
    }
    let calls = step.calls.iter().map(|each| call(client, each));
    for outcome in futures::future::join_all(calls).await {
        outcome?;
    }
    let asked = visitor.asked.lock().expect("asked");
    match step.questions {
        Some(expected) if expected != asked.len() => Err(format!("asked {} times: {asked:?}", asked.len()).into()),
        _ => Ok(()),
    }
}

async fn call(client: &Running, call: &Call) -> Outcome {
    let request = CallToolRequestParams::new(call.tool.clone()).with_arguments(call.arguments.clone());
    let result = client.call_tool(request).await?;
    let text = serde_json::to_value(&result.content)?
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|block| block["text"].as_str().map(String::from))
        .collect::<Vec<_>>()
        .join("\n");
    if text.contains(&call.has) { Ok(()) } else { Err(format!("no {} in {text}", call.has).into()) }
}

fn tell(name: &str, outcome: Outcome) {
    let problem = outcome.err().map(|failure| failure.to_string());
    println!("{}", json!({"name": name, "problem": problem}));
}
