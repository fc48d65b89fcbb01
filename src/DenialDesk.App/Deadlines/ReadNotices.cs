using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Deadlines;

/// <summary>Takes notices of one's own off the list of unread ones. Only a list's own mark moves: the marks on the denials stay.</summary>
public sealed class ReadNotices(DeskSource database, TimeProvider clock)
{
    /// <summary>Which.</summary>
    public sealed record Input
    {
        /// <summary>The newest notice on the page: all up to it are read. One that came meanwhile stays unread.</summary>
        public required long UpTo { get; init; }

        /// <summary>True: this one alone.</summary>
        public bool One { get; init; }

        /// <summary>One mark only, as the page was narrowed.</summary>
        public string? Flag { get; init; }
    }

    /// <summary>Returns how many were unread until now.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        // Index notice_unread.
        await using var command = database.CreateCommand(
            "update notice set read_at = $2 where user_id = $1 and read_at is null and notice_id <= $3 and (not $4 or notice_id = $3) and ($5::text is null or flag = $5)");
        command.Parameters.AddWithValue(actor.UserId ?? Guid.Empty);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.AddWithValue(input.UpTo);
        command.Parameters.AddWithValue(input.One);
        command.Parameters.Add(new() { Value = string.IsNullOrEmpty(input.Flag) ? DBNull.Value : input.Flag, NpgsqlDbType = NpgsqlDbType.Text });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
