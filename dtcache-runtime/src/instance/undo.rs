//! Invalidations, which win over what is being computed: it is not stored after them.

use super::RedisInstance;
use crate::error::{Error, ErrorKind};
use crate::flight::Stores;
use crate::turn::Turn;

impl RedisInstance {
    /// Deletes the entry under `key`, and has what is being computed for it not be stored.
    pub(crate) fn remove(&self, key: &str, turn: Turn) -> Result<bool, Error> {
        self.undo("delete", key, turn)?;
        self.store().delete(key, turn.rest())
    }

    pub(crate) async fn remove_async(&self, key: &str, turn: Turn) -> Result<bool, Error> {
        self.undo_async("delete", key, turn).await?;
        self.store().delete_async(key, turn.rest()).await
    }

    /// Has what is being computed for `key` not be stored. A result that is on its way to the store is
    /// waited for, so that whatever comes next comes after it.
    pub(crate) fn undo(&self, operation: &'static str, key: &str, turn: Turn) -> Result<(), Error> {
        self.retries().forget(key);
        let Some(stores) = self.flights().invalidate(key) else {
            return Ok(());
        };
        let waited = stores.wait_until(turn.deadline());
        waited.ok_or_else(|| self.unsettled(operation))
    }

    pub(crate) async fn undo_async(
        &self,
        operation: &'static str,
        key: &str,
        turn: Turn,
    ) -> Result<(), Error> {
        self.retries().forget(key);
        match self.flights().invalidate(key) {
            None => Ok(()),
            Some(stores) => Box::pin(self.settled(operation, stores, turn)).await,
        }
    }

    async fn settled(
        &self,
        operation: &'static str,
        stores: Stores,
        turn: Turn,
    ) -> Result<(), Error> {
        if !self.can_time() {
            // Of the embedded store, then, which stores at once.
            stores.wait().await;
            return Ok(());
        }
        let waited = tokio::time::timeout(turn.left(), stores.wait()).await;
        waited.map_err(|_| self.unsettled(operation))
    }

    fn unsettled(&self, operation: &'static str) -> Error {
        let what = "a write of the same key is not answered yet";
        Error::new(ErrorKind::Timeout, operation, what).at(&self.settings().address)
    }
}
