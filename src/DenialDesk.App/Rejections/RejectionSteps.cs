using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Rejections;

/// <summary>One thing a person said or did about a rejection.</summary>
internal sealed record RejectionStep(string Action, Guid CommandId)
{
    public long? AnswerId { get; init; }

    public DateOnly? On { get; init; }

    public string Reason { get; init; } = "";

    public long? Undoes { get; init; }
}

/// <summary>Keeps steps and the person's standing word. Inside the caller's transaction.</summary>
internal sealed class RejectionSteps(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long rejectionId)
{
    /// <summary>Adds one to the history.</summary>
    public async Task AddAsync(RejectionStep step, Actor actor, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into rejection_step (practice_id, rejection_id, at, actor_id, actor_name, action, acknowledgement_id, on_day, reason, undoes, command_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(practiceId, NpgsqlDbType.Integer);
        Add(rejectionId, NpgsqlDbType.Bigint);
        Add(at, NpgsqlDbType.TimestampTz);
        Add(actor.UserId, NpgsqlDbType.Uuid);
        Add(actor.Name, NpgsqlDbType.Text);
        Add(step.Action, NpgsqlDbType.Text);
        Add(step.AnswerId, NpgsqlDbType.Bigint);
        Add(step.On, NpgsqlDbType.Date);
        Add(step.Reason, NpgsqlDbType.Text);
        Add(step.Undoes, NpgsqlDbType.Bigint);
        Add(step.CommandId, NpgsqlDbType.Uuid);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Words that hold or would hold again, the last first. By primary key backwards.</summary>
    public async Task<List<(long StepId, Guid? By, string Action, long? AnswerId)>> StandingAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select p.step_id, p.actor_id, p.action, p.acknowledgement_id from rejection_step p
            where p.practice_id = $1 and p.rejection_id = $2 and p.action in ('sent', 'closed')
              and not exists (select 1 from rejection_step u where u.practice_id = p.practice_id and u.rejection_id = p.rejection_id and u.undoes = p.step_id)
            order by p.step_id desc limit 2
            """, connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(rejectionId);
        var found = new List<(long, Guid?, string, long?)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add((r.GetInt64(0), r.IsDBNull(1) ? null : r.GetGuid(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetInt64(3))); }

        return found;
    }

    /// <summary>Lets a word stand, and counts the version up even when the state stays as it is.</summary>
    public async Task SayAsync(string action, long? answerId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update rejection set said_action = $3, said_answer = $4, version = version + 1 where practice_id = $1 and rejection_id = $2", connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(rejectionId);
        command.Parameters.AddWithValue(action);
        command.Parameters.Add(new() { Value = (object?)answerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
