using Npgsql;

namespace DenialDesk.App.Backups;

/// <summary>Counts and hashes what a database holds, as the connection's transaction sees it. The database does the work, table by table, in constant memory.</summary>
internal static class ContentReader
{
    /// <summary>
    /// Settings under which two servers write the same row as the same text; and no policy may hide a row: with row_security off PostgreSQL
    /// refuses instead of leaving rows out.
    /// </summary>
    public const string Session =
        "set timezone = 'UTC'; set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'; set xmlbinary = 'base64'; "
        + "set row_security = off; set idle_in_transaction_session_timeout = 0; set statement_timeout = 0";

    /// <summary>Reads everything; <paramref name="tell"/> hears percent and table.</summary>
    public static async Task<DatabaseContent> ReadAsync(NpgsqlConnection connection, Action<int, string> tell, CancellationToken cancellation)
    {
        var tables = new SortedDictionary<string, TableContent>(StringComparer.Ordinal);
        var names = await NamesAsync(connection, cancellation);
        for (var i = 0; i < names.Count; i++)
        {
            tell(i * 100 / names.Count, $"{i + 1} of {names.Count} tables");
            tables.Add(names[i].Name, await TableAsync(connection, names[i].Quoted, cancellation));
        }

        return new(tables, await SequencesAsync(connection, cancellation), await ObjectsAsync(connection, cancellation));
    }

    /// <summary>Tables whose rows a policy would hide from this account.</summary>
    public static async Task<IReadOnlyList<string>> HiddenAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var hidden = new List<string>();
        await using var command = new NpgsqlCommand("select oid::regclass::text from pg_class where relkind in ('r', 'p') and relrowsecurity and row_security_active(oid) order by 1", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { hidden.Add(rows.GetString(0)); }

        return hidden;
    }

    private static async Task<List<(string Name, string Quoted)>> NamesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var found = new List<(string, string)>();
        await using var command = new NpgsqlCommand(
            """
            select n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_%' order by 1
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetString(0), rows.GetString(1))); }

        return found;
    }

    /// <summary>Sums of parts of each row's SHA-256: sixty bits twice, so that no order of rows is needed and a sum of millions fits.</summary>
    private static async Task<TableContent> TableAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select count(*), coalesce(sum(('x' || substr(h, 1, 15))::bit(60)::bigint), 0)::text || '.' || coalesce(sum(('x' || substr(h, 16, 15))::bit(60)::bigint), 0)::text
            from (select encode(sha256(convert_to(row_of_table::text, 'UTF8')), 'hex') as h from only {table} row_of_table) hashed
            """,
            connection)
        { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(rows.GetInt64(0), rows.GetString(1));
    }

    private static async Task<SortedDictionary<string, long>> SequencesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var found = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select schemaname || '.' || sequencename, coalesce(last_value, 0) from pg_sequences", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(rows.GetString(0), rows.GetInt64(1)); }

        return found;
    }

    /// <summary>By name and not by definition: a server of another version words the same definition otherwise.</summary>
    private static async Task<SortedDictionary<string, IReadOnlyList<string>>> ObjectsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            """
            select k, name from (
                select 'index' as k, c.relname as name, c.relnamespace as space from pg_class c where c.relkind = 'i'
                union all select 'view', c.relname, c.relnamespace from pg_class c where c.relkind in ('v', 'm')
                union all select 'constraint', r.relname || '.' || c.conname, c.connamespace from pg_constraint c join pg_class r on r.oid = c.conrelid
                union all select 'trigger', r.relname || '.' || t.tgname, r.relnamespace from pg_trigger t join pg_class r on r.oid = t.tgrelid where not t.tgisinternal and t.tgenabled <> 'D'
                union all select 'policy', r.relname || '.' || p.polname, r.relnamespace from pg_policy p join pg_class r on r.oid = p.polrelid
                union all select 'function', p.proname || '/' || p.pronargs, p.pronamespace from pg_proc p) o
            join pg_namespace n on n.oid = o.space where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_%' order by k, name collate "C"
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (!found.TryGetValue(rows.GetString(0), out var names)) { found.Add(rows.GetString(0), names = []); }

            names.Add(rows.GetString(1));
        }

        return new(found.ToDictionary(f => f.Key, f => (IReadOnlyList<string>)f.Value), StringComparer.Ordinal);
    }
}
