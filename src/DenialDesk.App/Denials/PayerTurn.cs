using DenialDesk.App.Appeals;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>
/// What the payer's own answers make of denials: a reversal closes one as superseded, a payment closes it as recovered with its proof, a new denial of
/// the same lines takes its place, a payment taken back opens it again. Told anew from the whole claim whenever a file speaks of it, so the order of
/// arrival does not matter; each change leaves a step that can be read and undone, and what a person closed or undid stays as it is.
/// </summary>
internal static class PayerTurn
{
    private const int Together = 400;

    private sealed record Turn(ToldDenial Denial, StoryEnding Ending, long? Successor, DateOnly On, string Reason);

    /// <summary>Tells these claims again, inside the caller's transaction; returns how many denials changed.</summary>
    /// <param name="except">Denials that stay as they are.</param>
    public static async Task<int> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyCollection<(long ClaimId, int PayerId)> claims, DateTimeOffset now,
        CancellationToken cancellation, IReadOnlySet<long>? except = null)
    {
        var changed = 0;
        var (recovered, stands) = (new List<long>(), new List<long>());
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var claim in await ClaimEvents.OfAsync(connection, transaction, practiceId, claims, cancellation))
        {
            foreach (var ending in ClaimStory.Tell(claim.Events))
            {
                var denial = claim.Denials[ending.DenialOf];
                if (ending == denial.Last || except?.Contains(denial.DenialId) == true) { continue; }

                var turn = new Turn(
                    denial, ending, ending.By is { } by && claim.Denials.TryGetValue(by, out var next) && next.Owner is null ? next.DenialId : null,
                    ending.By is { } when ? claim.Places[when].On : DateOnly.MinValue, Reason(ending, claim));
                var ours = IsOurs(denial, ending);
                Record(batch, practiceId, turn, ours, now);
                changed++;
                if (ours && ending.Turn is StoryTurn.Recovered or StoryTurn.Stands) { (ending.Turn == StoryTurn.Recovered ? recovered : stands).Add(denial.DenialId); }

                if (batch.BatchCommands.Count < Together) { continue; }

                await batch.ExecuteNonQueryAsync(cancellation);
                batch.BatchCommands.Clear();
            }
        }

        if (batch.BatchCommands.Count > 0) { await batch.ExecuteNonQueryAsync(cancellation); }

        await PaidAppeals.EndAsync(connection, transaction, practiceId, recovered, now, cancellation);
        await PaidAppeals.OpenAgainAsync(connection, transaction, practiceId, stands, Actor.Desk, now, cancellation);
        return changed;
    }

    /// <summary>The turn behind its written name.</summary>
    public static StoryTurn Read(string text) => text switch
    {
        "reversed" => StoryTurn.Reversed,
        "denied_again" => StoryTurn.DeniedAgain,
        "recovered" => StoryTurn.Recovered,
        _ => StoryTurn.Stands,
    };

    private static string Text(StoryTurn turn) => turn switch
    {
        StoryTurn.Reversed => "reversed",
        StoryTurn.DeniedAgain => "denied_again",
        StoryTurn.Recovered => "recovered",
        _ => "stands",
    };

    private static DenialState StateOf(Turn turn) => turn.Ending.Turn switch
    {
        StoryTurn.Recovered => DenialState.ClosedRecovered,
        StoryTurn.Stands => turn.Denial.Owner is null ? DenialState.New : DenialState.InWork,
        _ => DenialState.Superseded,
    };

    /// <summary>An open denial is the payer's to close, and so is one that expired with no decision; another closed one is changed only when the payer's answers closed it.</summary>
    private static bool IsOurs(ToldDenial denial, StoryEnding ending)
        => denial.IsOpen || denial.State == DenialState.Expired.Text() ? ending.Turn != StoryTurn.Stands : denial.Last.Turn != StoryTurn.Stands && denial.Outcome == Text(denial.Last.Turn);

    private static string Reason(StoryEnding ending, ToldClaim claim)
    {
        var where = ending.By is { } by && claim.Places.TryGetValue(by, out var place)
            ? $"remittance {place.RemittanceId}, claim {place.Position}{(ending.Line is { } line ? $", line {line}" : "")}"
            : "";
        return ending.Turn switch
        {
            StoryTurn.Reversed => $"The payer took its decision back ({where}).",
            StoryTurn.DeniedAgain => $"The payer decided again and still denies ({where}); the new denial stands in its place.",
            StoryTurn.Recovered => $"The payer paid ({where}).",
            _ => "What had closed this was taken back by the payer; the denial stands again.",
        };
    }

    private static void Record(NpgsqlBatch batch, int practiceId, Turn turn, bool ours, DateTimeOffset now)
    {
        batch.BatchCommands.Add(Told(practiceId, turn, now));
        if (ours) { batch.BatchCommands.Add(Step(practiceId, turn, now)); }

        if (ours && turn is { Ending.Turn: StoryTurn.DeniedAgain, Successor: { } successor, Denial.Owner: { } owner })
        {
            batch.BatchCommands.Add(new("update denial set assigned_to = $3, assigned_at = $4 where practice_id = $1 and denial_id = $2")
            {
                Parameters = { new() { Value = practiceId }, new() { Value = successor }, new() { Value = owner }, new() { Value = now } },
            });
        }

        if (ours && turn.Denial.State == DenialState.Waiting.Text() && turn.Ending.Turn is StoryTurn.Recovered or StoryTurn.DeniedAgain)
        {
            batch.BatchCommands.Add(Learn(practiceId, turn));
        }
    }

    private static NpgsqlBatchCommand Told(int practiceId, Turn turn, DateTimeOffset now) => new(
        """
        insert into denial_story (practice_id, denial_id, turn, by_adjudication, recovered, line_no, told_at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (practice_id, denial_id) do update set turn = excluded.turn, by_adjudication = excluded.by_adjudication,
          recovered = excluded.recovered, line_no = excluded.line_no, told_at = excluded.told_at
        """)
    {
        Parameters =
        {
            new() { Value = practiceId }, new() { Value = turn.Denial.DenialId }, new() { Value = Text(turn.Ending.Turn) },
            new() { Value = (object?)turn.Ending.By ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, new() { Value = turn.Ending.Recovered },
            new() { Value = (object?)turn.Ending.Line ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, new() { Value = now },
        },
    };

    private static NpgsqlBatchCommand Step(int practiceId, Turn turn, DateTimeOffset now)
    {
        // What the payer paid is counted in the denial only while it stands closed by that. After an undoing it is not, and a person may have written the same money down: then the larger of the two holds.
        var counted = !turn.Denial.IsOpen && turn.Denial.Outcome == Text(turn.Denial.Last.Turn);
        var (open, more) = (turn.Ending.Turn == StoryTurn.Stands, turn.Ending.Recovered - turn.Denial.Last.Recovered);
        return new(
            """
            with old as (select d as row from denial d where d.practice_id = $1 and d.denial_id = $2 for update),
                 new as (
                update denial d set state = $3, is_open = $8, outcome = case when $8 then null else $4 end, outcome_reason = case when $8 then null else $5 end,
                                    recovered_amount = case when $9 then greatest(d.recovered_amount + $6, 0) else greatest(d.recovered_amount, $10) end, closed_at = case when $8 then null else $7 end,
                                    version = d.version + 1, fence = d.fence + 1
                where d.practice_id = $1 and d.denial_id = $2 returning d as row)
            insert into denial_step (practice_id, denial_id, at, actor_name, step, from_state, to_state, amount, reason, before, after)
            select $1, $2, $7, 'DenialDesk', $4, (old.row).state, $3, nullif((new.row).recovered_amount - (old.row).recovered_amount, 0), $5, denial_work(old.row), denial_work(new.row) from old, new
            """)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = turn.Denial.DenialId }, new() { Value = StateOf(turn).Text() }, new() { Value = Text(turn.Ending.Turn) },
                new() { Value = turn.Reason }, new() { Value = more }, new() { Value = now }, new() { Value = open }, new() { Value = counted }, new() { Value = turn.Ending.Recovered },
            },
        };
    }

    /// <summary>Somebody had acted and the payer has answered: that counts towards the odds. A payment nobody asked for does not.</summary>
    private static NpgsqlBatchCommand Learn(int practiceId, Turn turn)
    {
        var outcome = turn.Ending.Recovered <= 0m || turn.Denial.Denied <= 0m ? 0m : Math.Round(Math.Min(1m, turn.Ending.Recovered / turn.Denial.Denied), 4);
        var learned = new NpgsqlBatchCommand(Attempt.Learn);
        foreach (var parameter in Attempt.Parameters(practiceId, turn.Denial.DenialId, turn.Denial.PayerId, turn.Denial.Category, turn.Denial.Carc, turn.Denial.Procedures, turn.On, 1, outcome))
        {
            learned.Parameters.Add(parameter);
        }

        return learned;
    }
}
