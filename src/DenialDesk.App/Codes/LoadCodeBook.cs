using DenialDesk.App.Data;
using DenialDesk.Domain.Codes;
using Npgsql;

namespace DenialDesk.App.Codes;

/// <summary>The code book in force, from the database: the shipped tables under the rules of the site. Read once and kept until a set of rules comes into force.</summary>
public sealed class LoadCodeBook(DeskSource database)
{
    private sealed record Kept(int AppliedNo, CodeBook Book);

    private Kept? _kept;

    /// <summary>The book; every import and every page of one process shares it. Another process may have put rules in force, so their number is asked each time.</summary>
    public async Task<CodeBook> RunAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var newest = new NpgsqlCommand("select coalesce(max(applied_no), 0) from code_rule_set", connection);
        var number = (int)(await newest.ExecuteScalarAsync(cancellation))!;
        if (_kept is { } kept && kept.AppliedNo == number) { return kept.Book; }

        var book = await WithAsync(connection, null, null, cancellation);
        _kept = new(number, book);
        return book;
    }

    /// <summary>Makes the next caller read the tables again.</summary>
    public void Forget() => _kept = null;

    /// <summary>The book as it would be with a draft on top, inside the caller's transaction.</summary>
    internal async Task<CodeBook> WithAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, long? draft, CancellationToken cancellation)
        => new(CodeOverrides.Apply(await ReadAsync(cancellation), await CodeRuleRows.LoadAsync(connection, transaction, draft, cancellation)));

    private async Task<CodeTables> ReadAsync(CancellationToken cancellation) => new()
    {
        Carcs = await RowsAsync(
            "select code, short_title, kind, category, department, hardness, preventable, clinical, first_action, valid_from, valid_to, notes from carc",
            r => new Carc(
                r.GetString(0), r.GetString(1), CodeNames.Read<Bucket>(r.GetString(2)), CodeNames.TryRead<DenialCategory>(r.GetString(3)),
                CodeNames.Read<Department>(r.GetString(4)), CodeNames.TryRead<Hardness>(Text(r, 5)), CodeNames.Read<Preventability>(r.GetString(6)), r.GetBoolean(7),
                CodeNames.Read<FirstAction>(r.GetString(8)), r.GetFieldValue<DateOnly>(9), r.IsDBNull(10) ? null : r.GetFieldValue<DateOnly>(10).AddDays(1), r.GetString(11)),
            cancellation),
        CarcRules = await RowsAsync(
            "select code, groups_allowed, rarc_required, scope from carc_rule where valid_to is null",
            r => new CarcRule(r.GetString(0), Words(r.GetString(1)), r.GetBoolean(2), r.GetString(3) is { Length: > 0 } scope ? scope : null), cancellation),
        Rarcs = await RowsAsync(
            "select code, short_title, kind, refines, category_hint, status from rarc where valid_to is null",
            r => new Rarc(r.GetString(0), r.GetString(1), r.GetString(2) == "alert", Words(r.GetString(3)), r.GetString(4), r.GetString(5) == "active"), cancellation),
        PairOverrides = await RowsAsync(
            "select carc, rarc, category, department, hardness, first_action, appealable, basis, note from pair_override where valid_to is null",
            r => new PairOverride(
                r.GetString(0), r.GetString(1), CodeNames.TryRead<DenialCategory>(r.GetString(2)), CodeNames.Read<Department>(r.GetString(3)),
                CodeNames.TryRead<Hardness>(Text(r, 4)), CodeNames.Read<FirstAction>(r.GetString(5)), r.GetBoolean(6), r.GetString(7), r.GetString(8)),
            cancellation),
        Groups = ShippedCodes.Tables.Groups,
        PlbReasons = ShippedCodes.Tables.PlbReasons,
        StatusCodes = ShippedCodes.Tables.StatusCodes,
        StatusCategories = ShippedCodes.Tables.StatusCategories,
    };

    private async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> make, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellation)) { found.Add(make(rows)); }

        return found;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
