//! `crate = framework::dtcache`: where dtcache is found, if not under its own name.

use super::argument::{Argument, advice, ungrouped};
use syn::parse::ParseStream;
use syn::{Expr, Ident, Path};

/// The path of dtcache.
pub(crate) struct CratePath(pub(crate) Path);

impl Argument for CratePath {
    const USAGE: &'static str = "framework::dtcache";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if let Ok(path) = input.fork().call(Path::parse_mod_style) {
            input.call(Path::parse_mod_style)?;
            return Ok(Self(path));
        }
        let message = advice::<Self>(name, "the path of dtcache is needed here");
        let expr = input.parse().map(ungrouped);
        Err(match expr {
            Ok(Expr::Path(path)) => return Ok(Self(path.path)),
            Ok(other) => syn::Error::new_spanned(other, message),
            Err(error) => syn::Error::new(error.span(), message),
        })
    }
}
