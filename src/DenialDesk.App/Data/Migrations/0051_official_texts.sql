-- The official wording of a code, where the site holds a licence for it and brought it in; shown beside the desk's own title, never instead of it, and never shipped.
create table official_text (
    list            text not null check (list in ('carc', 'rarc')),
    code            text not null check (length(code) between 1 and 10),
    text            text not null check (length(text) between 1 and 4000),
    edition         text not null,                           -- what the person called it, e.g. 2026-11-01
    brought_at      timestamptz not null,
    primary key (list, code)
);
