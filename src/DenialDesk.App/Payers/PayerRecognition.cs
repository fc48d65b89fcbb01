using DenialDesk.Domain.Payers;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Payers;

/// <summary>A payer as an import needs it.</summary>
internal sealed record KnownPayer(int PayerId, string Name, string? Plan, string? Family, string? Lob, string? State, string? Network, string? Funding);

/// <summary>Finds the payer of a remittance by its evidence, strongest first, and makes one on first sight. Inside the caller's transaction.</summary>
internal sealed class PayerRecognition(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private readonly Dictionary<int, KnownPayer> _known = [];

    /// <summary>The payer; a merged one is answered by the one it went into.</summary>
    /// <param name="header">The remittance's header.</param>
    /// <param name="filingIndicator">CLP06 of its first claim, a hint about the line of business.</param>
    public async Task<KnownPayer> FindAsync(RemittanceHeader header, string? filingIndicator, CancellationToken cancellation)
    {
        var evidence = Evidence(header);
        var found = await LookUpAsync(evidence, cancellation);
        var id = found ?? await CreateAsync(header, filingIndicator, cancellation);
        await RememberAsync(evidence, id, cancellation);
        return await LoadAsync(id, cancellation);
    }

    /// <summary>The payer, when it is known already; none is made.</summary>
    public async Task<KnownPayer?> FindKnownAsync(RemittanceHeader header, CancellationToken cancellation)
        => await LookUpAsync(Evidence(header), cancellation) is { } id ? await LoadAsync(id, cancellation) : null;

    private static IReadOnlyList<PayerEvidence> Evidence(RemittanceHeader header)
        => PayerEvidence.Ordered(header.PayerIdentifier, header.Payer.Reference("2U"), header.Payer.Reference("NF"), header.Payer.Id, header.Payer.Name);

    /// <summary>What the table calls a sign.</summary>
    internal static string Kind(PayerEvidenceKind kind) => kind switch
    {
        PayerEvidenceKind.OriginatingCompany => "trn03",
        PayerEvidenceKind.PayerNumber => "2u",
        PayerEvidenceKind.Naic => "nf",
        PayerEvidenceKind.PlanNumber => "n104",
        _ => "name",
    };

    private async Task<int?> LookUpAsync(IReadOnlyList<PayerEvidence> evidence, CancellationToken cancellation)
    {
        // Served by the primary key of payer_evidence; the strongest sign wins.
        await using var command = new NpgsqlCommand(
            """
            select coalesce(p.merged_into, p.payer_id)
            from unnest($1::text[], $2::text[]) with ordinality as sign (kind, value, rank)
            join payer_evidence e on e.kind = sign.kind and e.value = sign.value
            join payer p on p.payer_id = e.payer_id
            order by sign.rank limit 1
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(evidence.Select(e => Kind(e.Kind)).ToArray());
        command.Parameters.AddWithValue(evidence.Select(e => e.Value).ToArray());
        return (int?)await command.ExecuteScalarAsync(cancellation);
    }

    private async Task<int> CreateAsync(RemittanceHeader header, string? filingIndicator, CancellationToken cancellation)
    {
        var profile = PayerProfile.Guess(header.Payer.Name, filingIndicator, header.Payer.Address?.State);
        await using var command = new NpgsqlCommand(
            "insert into payer (name, family, lob, state, plan) values ($1, $2, $3, $4, $5) returning payer_id", connection, transaction);
        command.Parameters.AddWithValue(header.Payer.Name.Length > 0 ? header.Payer.Name : "Payer " + header.PayerIdentifier);
        foreach (var value in new[] { profile.Family, profile.Lob, profile.State, profile.Payer })
        {
            command.Parameters.Add(new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        }

        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task RememberAsync(IReadOnlyList<PayerEvidence> evidence, int payerId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into payer_evidence (kind, value, payer_id) select k, v, $3 from unnest($1::text[], $2::text[]) as x (k, v) on conflict do nothing",
            connection,
            transaction);
        command.Parameters.AddWithValue(evidence.Select(e => Kind(e.Kind)).ToArray());
        command.Parameters.AddWithValue(evidence.Select(e => e.Value).ToArray());
        command.Parameters.AddWithValue(payerId);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<KnownPayer> LoadAsync(int payerId, CancellationToken cancellation)
    {
        if (_known.TryGetValue(payerId, out var known)) { return known; }

        await using var command = new NpgsqlCommand("select name, plan, family, lob, state, network, funding from payer where payer_id = $1", connection, transaction);
        command.Parameters.AddWithValue(payerId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        string? Cell(int i) => rows.IsDBNull(i) ? null : rows.GetString(i);
        return _known[payerId] = new(payerId, rows.GetString(0), Cell(1), Cell(2), Cell(3), Cell(4), Cell(5), Cell(6));
    }
}
