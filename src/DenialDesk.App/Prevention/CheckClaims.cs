using System.Globalization;
using DenialDesk.App.Claims;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using DenialDesk.X12.Claims;
using Npgsql;

namespace DenialDesk.App.Prevention;

/// <summary>A claim of a checked file that a rule stops.</summary>
/// <param name="Position">1-based in the file.</param>
/// <param name="Why">The rule's conditions in words.</param>
/// <param name="OddsPercent">How likely such a claim is refused at all, learned from our own history of payer and procedure group; null when there is no history.</param>
/// <param name="Behind">Decided claims of that payer and group the odds rest on.</param>
public sealed record ClaimAtRisk(int Position, string Account, string Payer, DateOnly? Service, decimal? Charge, string Rule, string Why, string Advice, double? OddsPercent, int Behind);

/// <summary>What the check of a file found. Nothing of the file is kept.</summary>
/// <param name="AtRisk">Claims that a warning rule stops, one line a claim and rule.</param>
/// <param name="InShadow">Hits of rules that only run in shadow.</param>
/// <param name="Problems">What is odd about the file itself.</param>
public sealed record ClaimCheck(string Name, int Claims, decimal Charge, IReadOnlyList<ClaimAtRisk> AtRisk, int InShadow, int Rules, IReadOnlyList<string> Problems, DateTimeOffset At)
{
    /// <summary>Claims with at least one warning.</summary>
    public int Stopped => AtRisk.Select(a => a.Position).Distinct().Count();
}

/// <summary>Holds the claims of an 837 against the rules before it is sent. The file is read and forgotten: nothing is posted.</summary>
public sealed class CheckClaims(DeskSource database, TimeProvider clock)
{
    private const int MostProblems = 20;

    /// <summary>The file.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required Stream Content { get; init; }

        public required string Name { get; init; }
    }

    private sealed record Odds(Dictionary<(int Payer, string Group), (int Denied, int Decided)> Counts)
    {
        public (int Denied, int Decided) All { get; } = (Counts.Where(c => c.Key.Group.Length == 0).Sum(c => c.Value.Denied), Counts.Where(c => c.Key.Group.Length == 0).Sum(c => c.Value.Decided));

        /// <summary>The highest odds of the groups on the claim.</summary>
        public (double? Percent, int Behind) Of(CheckedClaim claim)
        {
            if (claim.PayerId is not { } payer || All.Decided == 0) { return (null, 0); }

            return claim.Lines.Select(l => ProcedureGroup.Of(l.Procedure)).Distinct()
                .Select(f => (Group: Counts.GetValueOrDefault((payer, f)), Payer: Counts.GetValueOrDefault((payer, ""))))
                .Select(c => ((double?)Math.Round(100 * RefusalOdds.Of(c.Group, c.Payer, All), 1), c.Group.Decided)).OrderByDescending(o => o.Item1).FirstOrDefault();
        }
    }

    /// <summary>What was found, or why the file cannot be checked.</summary>
    public async Task<(ClaimCheck? Check, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!actor.Sees(input.PracticeId)) { return (null, new("not_found", "There is no such practice.")); }

        var now = clock.GetUtcNow();
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var payers = await PayersOnRecord.LoadAsync(connection, null, cancellation);
        var warn = await RuleRows.InStateAsync(connection, null, input.PracticeId, ["warn"], cancellation);
        var shadow = await RuleRows.InStateAsync(connection, null, input.PracticeId, ["shadow"], cancellation);
        var odds = await OddsAsync(connection, input.PracticeId, cancellation);
        var names = await NamesAsync(connection, cancellation);
        var (found, inShadow, position, charge) = (new List<ClaimAtRisk>(), 0, 0, 0m);
        await using var reader = new ClaimReader(input.Content);
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.Current is not SubmittedClaimRead { Claim: var sent }) { continue; }

            position++;
            charge += sent.Charge ?? 0m;
            var claim = Facts(sent, payers, today);
            inShadow += shadow.Count(rule => ClaimRule.Judge(rule.Conditions, claim) == RuleAnswer.Hit);
            foreach (var rule in warn.Where(rule => ClaimRule.Judge(rule.Conditions, claim) == RuleAnswer.Hit))
            {
                var (percent, behind) = odds.Of(claim);
                found.Add(new(position, sent.PatientControlNumber, sent.Payer?.Name.Name ?? "", sent.ServiceFrom, sent.Charge, rule.Name, ClaimRule.Words(rule.Conditions, names), rule.Advice, percent, behind));
            }
        }

        if (position == 0) { return (null, new("no_claims", "There is no claim in this file. Choose an 837, as it is meant to go out.")); }

        await TellAsync(connection, input, position, found.Count, actor, now, cancellation);
        return (new(input.Name, position, charge, found, inShadow, warn.Count, [.. reader.Problems.Take(MostProblems).Select(p => p.Sentence)], now), null);
    }

    /// <summary>What the rules may know of a claim of a file that goes out today.</summary>
    private static CheckedClaim Facts(SubmittedClaim sent, PayersOnRecord payers, DateOnly today) => new()
    {
        PayerId = payers.Find(sent.Payer?.Name.Id ?? "", sent.Payer?.Name.Name ?? ""),
        Lines = [.. sent.Lines.Select(l => new CheckedLine(l.Procedure?.Code ?? "", l.Procedure?.Modifiers ?? []))],
        Authorization = sent.AuthorizationNumber.Length > 0 || sent.Lines.Any(l => l.AuthorizationNumber.Length > 0),
        Referral = sent.ReferralNumber.Length > 0,
        Place = sent.Facility,
        Provider = sent.Parties.FirstOrDefault(p => p.Role == "82")?.Npi ?? "",
        Diagnoses = [.. sent.Diagnoses.Select(d => d.Code)],
        Frequency = sent.Frequency,
        OriginalReference = sent.PayerClaimControlNumber.Length > 0,
        AgeDays = sent.ServiceFrom is { } from ? today.DayNumber - from.DayNumber : null,
    };

    private static async Task<Odds> OddsAsync(NpgsqlConnection connection, int practice, CancellationToken cancellation)
    {
        // By primary key: payers times groups.
        await using var command = new NpgsqlCommand("select payer_id, family, denied, decided from claim_odds where practice_id = $1", connection) { Parameters = { new() { Value = practice } } };
        var found = new Dictionary<(int, string), (int, int)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found[(r.GetInt32(0), r.GetString(1))] = (r.GetInt32(2), r.GetInt32(3)); }

        return new(found);
    }

    private static async Task<Dictionary<string, string>> NamesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select payer_id::text, name from payer", connection);
        var found = new Dictionary<string, string>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found[r.GetString(0)] = r.GetString(1); }

        return found;
    }

    private static async Task TellAsync(NpgsqlConnection connection, Input input, int claims, int hits, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "claims.checked", "practice", input.PracticeId.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { Claims = claims, Warnings = hits }));
        await transaction.CommitAsync(cancellation);
    }
}
