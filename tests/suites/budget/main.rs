//! What the cache may take of a call's time, before its body and after it together, wherever that is
//! said: of the instance, in the attribute, by hand.

mod body;
mod own_code;
mod silent;
mod way;
mod zero;
