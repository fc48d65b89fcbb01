using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Certificates;

/// <summary>A month of remittance dates: what came and whether it adds up.</summary>
/// <param name="Unbalanced">Remittances that do not add up, or of which nobody can say.</param>
/// <param name="Difference">Σ of the stored cash differences, stated minus computed.</param>
public sealed record CertificateMonth(DateOnly Month, long Remittances, decimal Payment, decimal Charge, decimal Paid, decimal Plb, long Unbalanced, decimal Difference);

/// <summary>The months that have a certificate, newest first.</summary>
public sealed class ListCertificateMonths(DeskSource database)
{
    /// <summary>How far back.</summary>
    public sealed record Input
    {
        public int Take { get; init; } = 36;
    }

    /// <summary>One row a month.</summary>
    public async Task<IReadOnlyList<CertificateMonth>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        // remittance is one row a payment and read whole here; remittance_day serves a practice's share of it.
        await using var command = database.CreateCommand(
            """
            select date_trunc('month', remit_date)::date, count(*), coalesce(sum(bpr_amount), 0), sum(charge), sum(paid), sum(plb),
                   count(*) filter (where balance_state <> 'balanced' or unbalanced_claims > 0), coalesce(sum(difference), 0)
            from remittance where $1::int[] is null or practice_id = any($1)
            group by 1 order by 1 desc limit $2
            """);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(input.Take);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<CertificateMonth>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetFieldValue<DateOnly>(0), rows.GetInt64(1), rows.GetDecimal(2), rows.GetDecimal(3), rows.GetDecimal(4), rows.GetDecimal(5), rows.GetInt64(6), rows.GetDecimal(7)));
        }

        return found;
    }
}
