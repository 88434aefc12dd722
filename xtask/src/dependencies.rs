//! Who may depend on whom; the oldest compiler that dependencies allow; their licences.

use std::{collections::BTreeSet, fs};

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

use crate::paper_map;

/// Crates of the workspace, by folder, and the only ones of it that each may depend on.
const ONLY: [(&str, &[&str]); 8] = [
    ("network", &[]),
    ("dataset", &["network"]),
    ("datafile", &["dataset"]),
    ("netfile", &["claims", "network"]),
    ("certify", &["netfile"]),
    ("evaluator", &["network"]),
    ("drawing", &["claims", "network"]),
    ("xtask", &[]),
];

/// Crates of the workspace, and the only ones that may depend on each: no lemma reads files or draws.
const USERS: [(&str, &[&str]); 3] = [("cli", &[]), ("datafile", &["cli"]), ("drawing", &["cli"])];

/// Everything that is wrong with the dependencies.
pub fn problems() -> Result<Vec<String>> {
    let metadata = metadata()?;
    let mut wrong = between_crates(&metadata);
    wrong.extend(compiler(&metadata));
    let policy = fs::read_to_string(paper_map::root().join("deny.toml")).context("deny.toml")?;
    wrong.extend(licences(&metadata, &toml::from_str::<Policy>(&policy)?.licenses)?);
    Ok(wrong)
}

/// What cargo says about this workspace and all that it depends on.
pub fn metadata() -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    command.manifest_path(paper_map::root().join("Cargo.toml"));
    Ok(command.other_options(["--locked".to_owned()]).exec()?)
}

/// The name of a package's folder.
pub fn folder(package: &Package) -> &str {
    package.manifest_path.parent().and_then(|folder| folder.file_name()).unwrap_or_default()
}

/// Dependencies within the workspace, those of tests apart.
fn between_crates(metadata: &Metadata) -> Vec<String> {
    let mut wrong = Vec::new();
    let known: BTreeSet<&str> = metadata.workspace_packages().into_iter().map(folder).collect();
    let named =
        ONLY.iter().chain(&USERS).flat_map(|(krate, others)| [krate].into_iter().chain(*others));
    wrong.extend(
        (named.filter(|krate| !known.contains(*krate)))
            .map(|krate| format!("a rule on dependencies names {krate}, which is no crate")),
    );
    for package in metadata.workspace_packages() {
        let name = folder(package);
        let all = package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal);
        let ours = all.clone().filter_map(|dependency| dependency.path.as_ref()?.file_name());
        let ours: BTreeSet<&str> = ours.collect();
        for other in ours {
            let is_allowed =
                ONLY.iter().all(|(krate, only)| *krate != name || only.contains(&other))
                    && USERS.iter().all(|(krate, users)| *krate != other || users.contains(&name));
            if !is_allowed {
                wrong.push(format!("crate {name} must not depend on {other}"));
            }
        }
        if name == "xtask" && all.clone().any(|dependency| dependency.name == "rug") {
            wrong.push("xtask must not depend on rug".to_owned());
        }
    }
    wrong
}

/// The workspace demands the compiler that its dependencies demand.
fn compiler(metadata: &Metadata) -> Vec<String> {
    let ours = metadata.workspace_packages();
    let demands = |package: &Package| package.rust_version.clone();
    let others = metadata.packages.iter().filter(|package| package.source.is_some());
    let Some(most) = others.filter_map(demands).max() else {
        return vec!["no dependency says which compiler it demands".to_owned()];
    };
    let differ = |package: &&Package| demands(package).is_none_or(|ours| ours != most);
    let differing = ours.into_iter().filter(differ);
    differing
        .map(|package| {
            format!("rust-version of {} is not {most}, the dependencies' most", package.name)
        })
        .collect()
}

/// What of deny.toml is read here.
#[derive(Deserialize)]
struct Policy {
    licenses: Licenses,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

/// Every dependency may be used under a licence that deny.toml allows.
fn licences(metadata: &Metadata, policy: &Licenses) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for package in metadata.packages.iter().filter(|package| package.source.is_some()) {
        let own = policy.exceptions.iter().filter(|exception| package.name == exception.name);
        let mut allowed = Vec::new();
        for name in policy.allow.iter().chain(own.flat_map(|exception| &exception.allow)) {
            allowed.push(Licensee::parse(name).with_context(|| name.clone())?);
        }
        let text = package.license.as_deref().unwrap_or_default();
        let is_allowed = Expression::parse_mode(text, ParseMode::LAX).is_ok_and(|expression| {
            expression.evaluate(|demand| allowed.iter().any(|licence| licence.satisfies(demand)))
        });
        if !is_allowed {
            wrong.push(format!("{}: licence {text:?} is not in deny.toml", package.name));
        }
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_that_is_not_allowed_is_found() {
        let metadata = metadata().unwrap();
        let wrong = |allow: &[&str]| {
            let allow = allow.iter().map(|name| (*name).to_owned()).collect();
            licences(&metadata, &Licenses { allow, exceptions: Vec::new() }).unwrap()
        };
        let all = ["Apache-2.0", "BSD-3-Clause", "CC0-1.0", "MIT", "Unicode-3.0", "Zlib"];
        assert_eq!(wrong(&all).len(), 2, "GMP and its bindings: {:?}", wrong(&all));
        assert!(wrong(&all[1..]).iter().any(|line| line.starts_with("spdx:")));
    }
}
