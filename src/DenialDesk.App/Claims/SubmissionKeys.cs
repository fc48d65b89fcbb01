using DenialDesk.Domain.Claims;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>Writes the keys by which submissions are found.</summary>
internal static class SubmissionKeys
{
    /// <summary>Enters them, those known already left as they are: what a submission says never changes, acknowledgements only add.</summary>
    public static async Task EnterAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IEnumerable<SentRow> submissions, CancellationToken cancellation)
    {
        var keys = submissions.SelectMany(s => MatchKeys.Of(s.Claim).Select(k => (s.Claim.Id, Key: k))).Distinct().ToList();
        await using var command = new NpgsqlCommand(
            "insert into submission_key (practice_id, submitted_id, key) select $1, x.id, x.key from unnest($2::bigint[], $3::text[]) x (id, key) on conflict do nothing", connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.Add(new() { Value = keys.Select(k => k.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(keys.Select(k => k.Key).ToArray());
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
