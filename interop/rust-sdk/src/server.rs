//! The greeting server: it asks in its own request where the client is of the handshake era, and by its result where not.

use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};

use rmcp::model::*;
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::{
    StreamableHttpServerConfig, StreamableHttpService, session::local::LocalSessionManager,
};
use rmcp::{ErrorData, ServerHandler, ServiceExt};
use serde_json::{Value, json};

/// One for each session.
#[derive(Default)]
struct Greeter {
    greetings: AtomicU32,
}

pub async fn serve_stdio() -> Result<(), Box<dyn Error>> {
    let running = Greeter::default().serve(rmcp::transport::stdio()).await?;
    running.waiting().await?;
    Ok(())
}

pub async fn serve_http(port: &str) -> Result<(), Box<dyn Error>> {
    let service: StreamableHttpService<Greeter, LocalSessionManager> = StreamableHttpService::new(
        || Ok(Greeter::default()),
        Default::default(),
        StreamableHttpServerConfig::default(),
    );
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    eprintln!("listening on http://{}/mcp", listener.local_addr()?);
    axum::serve(listener, axum::Router::new().nest_service("/mcp", service)).await?;
    Ok(())
}

impl ServerHandler for Greeter {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let greet = json!({"type": "object", "properties": {"who": {"type": "string"}}, "required": ["who"]});
        let recall = json!({"type": "object"});
        Ok(ListToolsResult::with_all_items(vec![
            Tool::new("greet", "Asks for a name", object(greet)),
            Tool::new("recall", "Counts the greetings of the session", object(recall)),
        ]))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if request.name == "recall" {
            return Ok(text(self.greetings.load(Ordering::SeqCst).to_string()));
        }
        let who = request.arguments.as_ref().and_then(|arguments| arguments["who"].as_str()).unwrap_or_default();
        let question = question(who);
        if context.protocol_version().is_none_or(|version| version < ProtocolVersion::V_2026_07_28) {
            let answer = context.peer.create_elicitation(question).await;
            let answer = answer.map_err(|failure| ErrorData::internal_error(failure.to_string(), None))?;
            return Ok(self.greet(who, serde_json::to_value(answer).unwrap_or_default()));
        }
        match request.input_responses.as_ref().and_then(|responses| responses.get("name")) {
            Some(answer) => Ok(self.greet(who, answer.clone())),
            None => {
                let asked = InputRequests::from([("name".into(), InputRequest::Elicitation(ElicitRequest::new(question)))]);
                Ok(InputRequiredResult::new(Some(asked), Some(who.into())).into())
            }
        }
    }
}

impl Greeter {
    fn greet(&self, who: &str, answer: Value) -> CallToolResponse {
        if answer["action"] != "accept" {
            return text(format!("{who} would not say"));
        }
        let count = self.greetings.fetch_add(1, Ordering::SeqCst) + 1;
        let name = answer["content"]["name"].as_str().unwrap_or_default();
        text(format!("Hello, {name}! Greeting {count}."))
    }
}

fn question(who: &str) -> ElicitRequestParams {
    let schema = json!({"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]});
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: format!("What is your name, {who}?"),
        requested_schema: serde_json::from_value(schema).expect("a schema"),
    }
}

fn text(words: String) -> CallToolResponse {
    CallToolResult::success(vec![ContentBlock::text(words)]).into()
}
