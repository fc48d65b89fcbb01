using DenialDesk.App.People;
using DenialDesk.Domain.Claims;
using Npgsql;

namespace DenialDesk.App.Claims;

/// <summary>After how many days each payer usually answered each practice, and what that rests on.</summary>
internal sealed record PayerDays(int PracticeId, int PayerId, int Days, string Basis);

/// <summary>Learns the usual days from the first answers of the last year.</summary>
internal static class UsualDays
{
    /// <summary>Every payer that answered these practices; the others have the default. By submission_link_days.</summary>
    public static async Task<List<PayerDays>> LearnAsync(NpgsqlConnection connection, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select l.practice_id, coalesce(p.merged_into, p.payer_id), percentile_disc($3) within group (order by l.answered_on - l.submitted_on), count(*)
            from submission_link l join payer p on p.payer_id = l.payer_id
            where l.answered_on is not null and l.answered_on > $2 and ($1::int[] is null or l.practice_id = any($1)) group by 1, 2
            """, connection);
        command.Parameters.Add(MatchCandidates.Scope(actor));
        command.Parameters.AddWithValue(today.AddYears(-1));
        command.Parameters.AddWithValue((double)UsualAnswer.Share);
        var found = new List<PayerDays>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var (days, samples) = (r.GetInt32(2), r.GetInt64(3));
            found.Add(new(r.GetInt32(0), r.GetInt32(1), UsualAnswer.Days(days, samples), UsualAnswer.Basis(days, samples)));
        }

        return found;
    }
}
