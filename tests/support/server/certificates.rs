//! Certificates for a server with TLS: an authority, and a server it vouches for.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

/// Where the authority's certificate stands.
pub(super) fn authority(folder: &Path) -> PathBuf {
    folder.join("authority.pem")
}

/// Writes the files, once, and returns the lines of `redis.conf` that name them.
pub(super) fn settings(folder: &Path) -> [String; 4] {
    let (authority, certificate, key) = (
        authority(folder),
        folder.join("server.pem"),
        folder.join("server.key"),
    );
    if !authority.exists() {
        make(&authority, &certificate, &key).expect("certificates can be made");
    }
    [
        format!("tls-ca-cert-file {}", authority.display()),
        format!("tls-cert-file {}", certificate.display()),
        format!("tls-key-file {}", key.display()),
        "tls-auth-clients no".to_owned(),
    ]
}

fn make(authority: &Path, certificate: &Path, key: &Path) -> Result<(), rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(DnType::CommonName, "dtcache test authority");
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;

    let server_key = KeyPair::generate()?;
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let server = CertificateParams::new(names)?.signed_by(&server_key, &issuer)?;

    write(certificate, &server.pem());
    write(key, &server_key.serialize_pem());
    write(authority, &issuer.pem());
    Ok(())
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("the folder of the server can be written to");
}
