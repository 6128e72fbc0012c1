//! A gateway and a phone with something between them: the beginning of most stories.

use std::sync::Arc;
use tempfile::TempDir;
use tests::gateway::Gateway;
use tests::phone::Off;
use tests::proxy::Road;
use tests::relay::Relay;
use vungsam_domain::Deployment;

/// A gateway in a folder that goes away with it.
pub struct World {
    pub gateway: Gateway,
    _dir: Arc<TempDir>,
}

impl World {
    pub async fn new() -> Self {
        let dir = Arc::new(tempfile::tempdir().unwrap());
        Self { gateway: Gateway::start(&dir.path().join("gateway")).await, _dir: dir }
    }

    /// A new phone on the other side of a road.
    pub async fn road(&self) -> (Road, Off) {
        let road = Road::to(self.gateway.api).await;
        let off = Off::new(&Deployment { gateway_url: road.url(), ..self.gateway.deployment.clone() });
        (road, off)
    }

    /// A new phone behind a relay.
    pub async fn relay(&self) -> (Relay, Off) {
        let d = &self.gateway.deployment;
        let relay = Relay::before(&d.gateway_url, d.ca_pem.as_deref().unwrap()).await;
        let off = Off::new(&self.behind(&relay));
        (relay, off)
    }

    /// What a phone behind this relay was installed with.
    pub fn behind(&self, relay: &Relay) -> Deployment {
        Deployment {
            gateway_url: relay.url.clone(),
            ca_pem: Some(relay.ca_pem.clone()),
            ..self.gateway.deployment.clone()
        }
    }
}
