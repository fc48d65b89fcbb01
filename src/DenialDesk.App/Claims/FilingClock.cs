using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;
using Npgsql;

namespace DenialDesk.App.Claims;

/// <summary>What is known of a payer that windows may turn on.</summary>
internal sealed record PayerTraits(string? Plan, string? Family, string? Lob, string? State, string? Network, string? Funding)
{
    /// <summary>The traits of all payers by their number, read from the directory.</summary>
    public static async Task<Dictionary<int, PayerTraits>> LoadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select payer_id, plan, family, lob, state, network, funding from payer", connection);
        var found = new Dictionary<int, PayerTraits>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found[r.GetInt32(0)] = Read(r, 1); }

        return found;
    }

    /// <summary>Six columns in the order of the record, from one on.</summary>
    public static PayerTraits Read(NpgsqlDataReader r, int column)
    {
        string? Text(int i) => r.IsDBNull(column + i) ? null : r.GetString(column + i);
        return new(Text(0), Text(1), Text(2), Text(3), Text(4), Text(5));
    }
}

/// <summary>The timely-filing clock of a submitted claim: it runs from the day of service, whatever is rejected meanwhile.</summary>
internal static class FilingClock
{
    /// <summary>The last day on which the claim can be filed; null when it cannot be counted.</summary>
    /// <param name="rules">The windows in force.</param>
    /// <param name="payerId">The payer as the directory knows it; null while no remittance has made it known.</param>
    /// <param name="traits">Its traits, where it is known.</param>
    /// <param name="payerName">As the submission names it.</param>
    /// <param name="flavor">professional, institutional or another.</param>
    /// <param name="from">First day of service.</param>
    /// <param name="to">Last day of service, inclusive.</param>
    public static Deadline? Of(RulesInForce rules, int? payerId, PayerTraits? traits, string payerName, string flavor, DateOnly? from, DateOnly? to)
    {
        var guess = PayerProfile.Guess(payerName, null);
        var context = new WindowContext
        {
            Contract = payerId is { } id ? RulesInForce.ContractOf(id) : null,
            Payer = payerId is null ? guess.Payer : traits?.Plan,
            PayerFamily = payerId is null ? guess.Family : traits?.Family,
            Lob = payerId is null ? guess.Lob : traits?.Lob,
            State = payerId is null ? guess.State : traits?.State,
            Network = traits?.Network,
            Funding = traits?.Funding,
            ClaimType = flavor is "professional" or "institutional" ? flavor : null,
        };
        var dates = new Dictionary<WindowAnchor, DateOnly>();
        if (from is { } first) { dates[WindowAnchor.DosFrom] = first; }

        if ((to ?? from) is { } last) { dates[WindowAnchor.DosThrough] = last; }

        return DeadlineRule.Compute(payerId is { } payer ? rules.For(payer) : rules.Shipped, WindowAction.TimelyFiling, context, new WindowEvents { Dates = dates });
    }
}
