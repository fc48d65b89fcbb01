using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Practices;

/// <summary>A practice as an import needs it.</summary>
internal sealed record KnownPractice(int PracticeId, string TimeZone, string? State);

/// <summary>Finds the practice a payment is for by the payee's NPI, then its tax id, then its name, and makes one on first sight. Inside the caller's transaction.</summary>
internal sealed class PracticeRecognition(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private readonly Dictionary<string, KnownPractice?> _found = [];

    /// <summary>The practice; null when the payee has neither number nor name. Asked of the database once for each payee: an 837 names the same one with every claim.</summary>
    public async Task<KnownPractice?> FindAsync(RemittancePayee payee, CancellationToken cancellation)
    {
        var signs = Signs(payee);
        if (signs.Count == 0) { return null; }

        var key = string.Join('\n', signs);
        if (_found.TryGetValue(key, out var found)) { return found; }

        var id = await LookUpAsync(signs, cancellation) ?? await CreateAsync(payee, cancellation);
        await RememberAsync(signs, id, cancellation);
        return _found[key] = await LoadAsync(id, cancellation);
    }

    /// <summary>The practice, when it is known already; none is made.</summary>
    public async Task<KnownPractice?> FindKnownAsync(RemittancePayee payee, CancellationToken cancellation)
        => Signs(payee) is { Count: > 0 } signs && await LookUpAsync(signs, cancellation) is { } id ? await LoadAsync(id, cancellation) : null;

    /// <summary>The practice with that id; null when there is none.</summary>
    public async Task<KnownPractice?> LoadAsync(int id, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select time_zone, state from practice where practice_id = $1", connection, transaction);
        command.Parameters.AddWithValue(id);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return !await rows.ReadAsync(cancellation) ? null : new(id, rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetString(1));
    }

    /// <summary>A name alone names a practice only where no number was sent: two practices may share a name.</summary>
    private static List<(string Kind, string Value)> Signs(RemittancePayee payee)
    {
        var signs = new List<(string, string)>();
        if (Plain(payee.Npi) is { Length: > 0 } npi) { signs.Add(("npi", npi)); }

        if (Plain(payee.TaxId) is { Length: > 0 } tin) { signs.Add(("tin", tin)); }

        if (signs.Count == 0 && payee.Name.Trim().Length > 0) { signs.Add(("name", payee.Name.Trim().ToUpperInvariant())); }

        return signs;
    }

    private static string Plain(string? number) => string.Concat((number ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private async Task<int?> LookUpAsync(List<(string Kind, string Value)> signs, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select i.practice_id from unnest($1::text[], $2::text[]) with ordinality as sign (kind, value, rank)
            join practice_identifier i on i.kind = sign.kind and i.value = sign.value order by sign.rank limit 1
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(signs.Select(s => s.Kind).ToArray());
        command.Parameters.AddWithValue(signs.Select(s => s.Value).ToArray());
        return (int?)await command.ExecuteScalarAsync(cancellation);
    }

    private async Task<int> CreateAsync(RemittancePayee payee, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("insert into practice (name, state) values ($1, $2) returning practice_id", connection, transaction);
        command.Parameters.AddWithValue(payee.Name.Trim().Length > 0 ? payee.Name.Trim() : "Practice " + Plain(payee.Npi ?? payee.TaxId));
        var state = payee.Address?.State.Trim().ToUpperInvariant();
        command.Parameters.Add(new() { Value = state is { Length: 2 } ? state : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task RememberAsync(List<(string Kind, string Value)> signs, int practiceId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into practice_identifier (kind, value, practice_id) select k, v, $3 from unnest($1::text[], $2::text[]) as x (k, v) on conflict do nothing",
            connection,
            transaction);
        command.Parameters.AddWithValue(signs.Select(s => s.Kind).ToArray());
        command.Parameters.AddWithValue(signs.Select(s => s.Value).ToArray());
        command.Parameters.AddWithValue(practiceId);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
