using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.Domain.Codes;
using Npgsql;

namespace DenialDesk.App.Codes;

/// <summary>Puts the shipped code tables and window rules into the database where they are not yet; rows that a site changed stay as they are.</summary>
public static class ReferenceSeed
{
    private static readonly DateOnly FirstDay = new(1995, 1, 1);

    /// <summary>Runs after the migrations, in one transaction; costs a moment when there is nothing to do.</summary>
    public static async Task ApplyAsync(NpgsqlDataSource database, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await IsNewAsync(connection, transaction, cancellation)) { return; }

        var tables = ShippedCodes.Tables;
        await CarcsAsync(connection, tables, cancellation);
        await RarcsAsync(connection, tables, cancellation);
        await PairsAsync(connection, tables, cancellation);
        await ListsAsync(connection, tables, cancellation);
        await RulesAsync(connection, cancellation);
        await using var fact = new NpgsqlCommand(
            "insert into desk_fact (name, value) values ('reference', $1) on conflict (name) do update set value = excluded.value, set_at = now()", connection, transaction);
        fact.Parameters.AddWithValue(Version);
        await fact.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Changes when the shipped rows change.</summary>
    private static string Version => $"{ShippedCodes.Tables.Carcs.Count}-{ShippedCodes.Tables.Rarcs.Count}-{ShippedCodes.Tables.PairOverrides.Count}-{ShippedWindowRules.All.Count}-1";

    private static async Task<bool> IsNewAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock(776001), (select value from desk_fact where name = 'reference')", connection, transaction);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return rows.IsDBNull(1) || rows.GetString(1) != Version;
    }

    private static Task CarcsAsync(NpgsqlConnection connection, CodeTables tables, CancellationToken cancellation)
        => InsertAsync(
            connection, "carc", "code, valid_from, valid_to, short_title, kind, category, department, hardness, preventable, clinical, first_action, notes",
            tables.Carcs,
            (row, c) => row.Text(c.Code).Day(c.Start).Day(c.Stop?.AddDays(-1)).Text(c.ShortTitle).Text(c.Kind.Text()).Text(c.Category?.Text() ?? "none").Text(c.Department.Text())
                .Text(c.Hardness?.Text()).Text(c.Preventable.Text()).Flag(c.Clinical).Text(c.FirstAction.Text()).Text(c.Notes),
            cancellation);

    private static async Task RarcsAsync(NpgsqlConnection connection, CodeTables tables, CancellationToken cancellation)
    {
        await InsertAsync(
            connection, "rarc", "code, valid_from, short_title, kind, refines, category_hint, status", tables.Rarcs,
            (row, r) => row.Text(r.Code).Day(FirstDay).Text(r.ShortTitle).Text(r.Alert ? "alert" : "supplemental").Text(string.Join(' ', r.Refines)).Text(r.CategoryHint)
                .Text(r.Active ? "active" : "retired"),
            cancellation);
        await InsertAsync(
            connection, "carc_rule", "code, valid_from, groups_allowed, rarc_required, scope", tables.CarcRules,
            (row, r) => row.Text(r.Code).Day(FirstDay).Text(string.Join(' ', r.GroupsAllowed)).Flag(r.RemarkRequired).Text(r.Scope ?? ""), cancellation);
    }

    private static Task PairsAsync(NpgsqlConnection connection, CodeTables tables, CancellationToken cancellation)
        => InsertAsync(
            connection, "pair_override", "carc, rarc, valid_from, category, department, hardness, first_action, appealable, basis, note", tables.PairOverrides,
            (row, p) => row.Text(p.Carc).Text(p.Rarc).Day(FirstDay).Text(p.Category?.Text() ?? "none").Text(p.Department.Text()).Text(p.Hardness?.Text())
                .Text(p.FirstAction.Text()).Flag(p.Appealable).Text(p.Basis).Text(p.Note),
            cancellation);

    private static async Task ListsAsync(NpgsqlConnection connection, CodeTables tables, CancellationToken cancellation)
    {
        IEnumerable<(string List, string Code, string Title, object Detail)> all =
        [
            .. tables.Groups.Select(g => ("group", g.Code, g.ShortTitle, (object)g)),
            .. tables.PlbReasons.Select(p => ("plb", p.Code, p.ShortTitle, (object)p)),
            .. tables.StatusCodes.Select(s => ("status", s.Code, s.ShortTitle, (object)s)),
            .. tables.StatusCategories.Select(s => ("status_category", s.Code, s.ShortTitle, (object)s)),
        ];
        await InsertAsync(
            connection, "reference_code", "list, code, valid_from, short_title, detail", all,
            (row, r) => row.Text(r.List).Text(r.Code).Day(FirstDay).Text(r.Title).Json(JsonSerializer.Serialize(r.Detail, JsonSerializerOptions.Web)), cancellation);
    }

    private static Task RulesAsync(NpgsqlConnection connection, CancellationToken cancellation)
        => InsertAsync(
            connection, "window_rule", "rule_id, rule_version, action, body, tier", ShippedWindowRules.All,
            (row, r) => row.Text(r.Id).Int(r.Version).Text(r.Action.Text()).Json(WindowRuleJson.Write(r)).Text(r.Tier.Text()), cancellation);

    /// <summary>COPY into a temporary twin, then insert what is not there: COPY itself cannot skip a row.</summary>
    private static async Task InsertAsync<T>(
        NpgsqlConnection connection, string table, string columns, IEnumerable<T> rows, Action<BulkCopy, T> write, CancellationToken cancellation)
    {
        await using (var make = new NpgsqlCommand($"create temporary table seed_{table} on commit drop as select {columns} from {table} limit 0", connection))
        {
            await make.ExecuteNonQueryAsync(cancellation);
        }

        await using (var copy = await BulkCopy.IntoAsync(connection, $"seed_{table} ({columns})", cancellation))
        {
            foreach (var row in rows) { write(copy.Row(), row); }

            await copy.DoneAsync(cancellation);
        }

        await using var insert = new NpgsqlCommand($"insert into {table} ({columns}) select {columns} from seed_{table} on conflict do nothing", connection);
        await insert.ExecuteNonQueryAsync(cancellation);
    }
}
