using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Corrections;
using Npgsql;

namespace DenialDesk.App.Corrections;

/// <summary>A written correction as a command finds it.</summary>
/// <param name="SentBefore">Whether somebody has said before that it was sent.</param>
internal sealed record HeldAttempt(long DenialId, string Route, string Frequency, int? ControlNumber, byte[]? Content, DateOnly WrittenOn, bool SentBefore)
{
    /// <summary>Loads it; null when it is not there for this person.</summary>
    public static async Task<HeldAttempt?> FindAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long attemptId, Actor actor, CancellationToken cancellation)
    {
        if (!actor.Sees(practiceId)) { return null; }

        // By primary keys.
        await using var command = new NpgsqlCommand(
            """
            select c.denial_id, c.route, c.frequency, c.control_number, c.content, c.written_on,
                   exists (select 1 from correction_step s where s.practice_id = c.practice_id and s.attempt_id = c.attempt_id)
            from correction_attempt c where c.practice_id = $1 and c.attempt_id = $2
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = attemptId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(r.GetInt64(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetInt32(3), r.IsDBNull(4) ? null : r.GetFieldValue<byte[]>(4), r.GetFieldValue<DateOnly>(5), r.GetBoolean(6))
            : null;
    }
}

/// <summary>The checklist of a denial: the desk's items for its category and what people said of them.</summary>
internal static class DenialChecklist
{
    /// <summary>What the checklist is kept under.</summary>
    internal const string Name = "correction_checklist";

    /// <summary>The items that hold on a day, with the newest word on each.</summary>
    public static async Task<(IReadOnlyList<ChecklistItem> Items, List<ChecklistMark> Marks)> OfAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long denialId, string category, DateOnly today, CancellationToken cancellation)
    {
        var list = await Settings.SettingDocument.InForceAsync<CorrectionChecklist>(connection, transaction, Name, today, cancellation) ?? CorrectionChecklist.Shipped;
        var marks = new List<ChecklistMark>();

        // By primary key.
        await using var command = new NpgsqlCommand(
            "select distinct on (item) item, state, reason, actor_name, at from correction_tick where practice_id = $1 and denial_id = $2 order by item, tick_id desc", connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denialId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { marks.Add(new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4))); }

        return (CodeNames.TryRead<DenialCategory>(category) is { } known ? list.Of(known) : [], marks);
    }

    /// <summary>What counts as done: ticks and waivers that were not taken back.</summary>
    public static IReadOnlyCollection<ChecklistTick> Ticks(IEnumerable<ChecklistMark> marks)
        => [.. marks.Where(m => m.State != "open").Select(m => new ChecklistTick(m.Item, m.State == "waived" ? m.Reason : null))];
}

/// <summary>The newest word on one item.</summary>
/// <param name="State">done, waived or open.</param>
public sealed record ChecklistMark(string Item, string State, string Reason, string Who, DateTimeOffset At);
