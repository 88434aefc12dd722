//! paper-map.md says of every statement what its record says.

use memorelu::Statement;

#[test]
fn rows_of_the_paper_map_are_the_records() {
    let map = include_str!("../../../../paper-map.md");
    let rows: Vec<Vec<&str>> = (map.lines().filter(|line| line.starts_with("| `")))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), Statement::ALL.len());
    for (row, Statement { record, memorizer }) in rows.iter().zip(Statement::ALL) {
        let code = |text: Option<&str>| text.map_or(String::new(), |text| format!("`{text}`"));
        assert_eq!(row[0], format!("`{}`", record.id));
        assert!(row[1].ends_with(record.says), "{}: {:?}", record.id, row[1]);
        // The peers are reproduced together.
        let command = if record.paper.is_peer { Some("peers") } else { record.command };
        assert_eq!(row[2], code(command), "{}", record.id);
        assert_eq!(row[3], code(record.code), "{}", record.id);
        let mut state = vec![if record.code.is_some() { "checked" } else { "cited" }.to_owned()];
        let remark = |name: &&str| format!("[{name}](#{})", name.to_lowercase());
        state.extend(record.remarks.iter().map(remark));
        assert_eq!(row[5], state.join(", "), "{}", record.id);
        for name in record.remarks {
            assert!(map.contains(&format!("\n### {name}\n")), "{name} has no text");
        }
        assert!(memorizer.is_none() || record.code.is_some(), "{}", record.id);
    }
}
