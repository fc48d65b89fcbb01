using DenialDesk.App.People;
using DenialDesk.Domain.Claims;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>A submission a remittance claim may answer, with its evidence in words.</summary>
/// <param name="Score">0 to 100, for the order only.</param>
public sealed record MatchCandidate(
    long SubmittedId, string Account, string PatientName, string MemberId, DateOnly? ServiceFrom, DateOnly? ServiceTo, decimal? Charge, DateOnly SubmittedOn, int Score, string Evidence);

/// <summary>Ranks candidates for people: beside the signs a match may rest on, the patient's name and day count.</summary>
internal static class MatchCandidates
{
    /// <summary>Shown for one claim at most.</summary>
    public const int Most = 8;

    /// <summary>The candidates of some claims of one practice, best first; families a person refused are left out.</summary>
    public static async Task<Dictionary<long, List<MatchCandidate>>> OfAsync(
        MatchFacts facts, long[] claims, IReadOnlyDictionary<long, string[]> refused, CancellationToken cancellation)
    {
        var found = new Dictionary<long, List<MatchCandidate>>();
        foreach (var (row, weights) in await WeighAsync(facts, claims, cancellation))
        {
            // The last submission of a family speaks for it.
            found[row.ClaimId] = [.. weights.Where(w => w.Weight.Score > 0 && !refused.GetValueOrDefault(row.ClaimId, []).Contains(w.Sent.Claim.Family))
                .OrderByDescending(w => w.Sent.SubmittedOn).DistinctBy(w => w.Sent.Claim.Family)
                .OrderByDescending(w => w.Weight.Score).ThenByDescending(w => w.Sent.SubmittedOn).ThenBy(w => w.Sent.Claim.Id).Take(Most).Select(w => Candidate(w.Sent, w.Weight))];
        }

        return found;
    }

    /// <summary>Every submission that shares a key with the claims, weighed.</summary>
    public static async Task<List<(AnsweredRow Row, List<(SentRow Sent, MatchWeight Weight)> Weights)>> WeighAsync(MatchFacts facts, long[] claims, CancellationToken cancellation)
    {
        var answered = await facts.WithLinesAsync(await facts.AnsweredAsync(claims, cancellation), cancellation);
        var byKeys = await facts.ByKeysAsync([.. answered.SelectMany(r => MatchKeys.Of(r.Claim).Select(k => (r.ClaimId, k)))], cancellation);
        return [.. answered.Select(r => (r, byKeys[r.ClaimId].Select(s => (s, ClaimMatch.Weigh(r.Claim, s.Claim))).ToList()))];
    }

    /// <summary>A submission as a person sees it.</summary>
    public static MatchCandidate Candidate(SentRow sent, MatchWeight weight)
    {
        var c = sent.Claim;
        return new(c.Id, c.Account, Name(c.LastName, c.FirstName), c.MemberId, c.From, c.To, c.Charge, sent.SubmittedOn, weight.Score, MatchWords.Of(weight));
    }

    /// <summary>"LAST, FIRST".</summary>
    public static string Name(string last, string first) => first.Length == 0 ? last : $"{last}, {first}";

    /// <summary>The practices a person sees, as a parameter.</summary>
    public static NpgsqlParameter Scope(Actor actor) => new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
}
