//! Commands of the list whose work is still being built. This file goes when the last of them has its module.
//!
//! What a newcomer would get wrong: nothing calls these from a screen yet.

use crate::commands::Call;
use crate::core::Core;
use crate::views::*;

macro_rules! pending {
    ($($name:ident($args:ty) -> $result:ty;)+) => {
        impl Core {
            $(pub(crate) fn $name(&self, _: Call<'_, $args>) -> Result<$result, ApiError> {
                self.inner.opened()?;
                Err(ApiError::new(error_codes::NOT_NOW))
            })+
        }
    };
}

pending! {
    rescue_seen(Nothing) -> AppState;
}
