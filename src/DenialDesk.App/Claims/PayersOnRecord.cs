using DenialDesk.Domain.Payers;
using Npgsql;

namespace DenialDesk.App.Claims;

/// <summary>The directory of payers as submissions need it: who a payer named in an 837 is, where a remittance has made it known.</summary>
internal sealed class PayersOnRecord
{
    private readonly Dictionary<(string Kind, string Value), int> _signs = [];
    private readonly Dictionary<int, int> _merged = [];

    /// <summary>Reads the directory, which is small beside claims.</summary>
    public static async Task<PayersOnRecord> LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation)
    {
        var found = new PayersOnRecord();
        await using var command = new NpgsqlCommand(
            "select e.kind, e.value, coalesce(p.merged_into, p.payer_id), p.payer_id from payer p left join payer_evidence e on e.payer_id = p.payer_id and e.kind <> 'trn03'", connection, transaction);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (!rows.IsDBNull(0)) { found._signs[(rows.GetString(0), rows.GetString(1))] = rows.GetInt32(2); }

            found._merged[rows.GetInt32(3)] = rows.GetInt32(2);
        }

        return found;
    }

    /// <summary>The payer a merged one went into, or itself.</summary>
    public int Current(int payerId) => _merged.GetValueOrDefault(payerId, payerId);

    /// <summary>The payer of a submission by its identifier (NM109), then its name; null when no remittance of it has come.</summary>
    public int? Find(string identifier, string name)
    {
        foreach (var sign in PayerEvidence.Ordered(null, identifier, identifier, identifier, name))
        {
            var kind = sign.Kind switch
            {
                PayerEvidenceKind.PayerNumber => "2u",
                PayerEvidenceKind.Naic => "nf",
                PayerEvidenceKind.PlanNumber => "n104",
                _ => "name",
            };
            if (_signs.TryGetValue((kind, sign.Value), out var payer)) { return payer; }
        }

        return null;
    }
}
