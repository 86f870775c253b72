//! What a function can be: each module has one shape of it, under the namespace that the module is
//! named after, and `calls`, which calls it three times: anew, the same again, and with another
//! argument.

pub mod associated;
pub mod async_trait_form;
pub mod bindings;
pub mod borrowed;
pub mod boxed_error;
pub mod cfg_parameter;
pub mod conditional;
pub mod const_namespace;
pub mod dyn_skipped;
pub mod early_return;
pub mod entry;
pub mod free;
pub mod free_async;
pub mod future_boxed;
pub mod future_returned;
pub mod generic_impl;
pub mod generic_stated;
pub mod generic_told;
pub mod impl_trait;
pub mod large_body;
pub mod lifetimes;
pub mod macro_made;
pub mod moved;
pub mod named_instance;
pub mod nested;
pub mod not_send;
pub mod only_for;
pub mod patterns;
pub mod question_mark;
pub mod raw_identifiers;
pub mod receiver_arc;
pub mod receiver_by_value;
pub mod receiver_keyed;
pub mod receiver_mut;
pub mod receiver_pointers;
pub mod receiver_projected;
pub mod receiver_skipped;
pub mod result_alias;
pub mod shadowing;
pub mod trait_async;
pub mod trait_default;
pub mod trait_impl;
pub mod versioned;
pub mod visibility;
