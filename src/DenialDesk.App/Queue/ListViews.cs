using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Queue;

/// <summary>A named queue: one's own, or one that somebody shares.</summary>
public sealed record SavedView(long ViewId, string Name, string Query, bool Shared, bool Mine, string Owner);

/// <summary>The views a person sees, and the columns the person looks at; null when they never chose.</summary>
public sealed record SavedViews(IReadOnlyList<SavedView> Views, string? Columns);

/// <summary>Lists one's own views and those that others share.</summary>
public sealed class ListViews(DeskSource database)
{
    /// <summary>The views, one's own first, by name.</summary>
    public async Task<SavedViews> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var me = actor.UserId ?? Guid.Empty;

        // queue_view_name and queue_view_shared; a desk has tens of them.
        await using var command = database.CreateCommand(
            """
            select v.view_id, v.name, v.query, v.shared, v.owner_id = $1, u.display_name from queue_view v join identity_users u on u.id = v.owner_id
            where v.deleted_at is null and (v.owner_id = $1 or v.shared) order by v.owner_id = $1 desc, lower(v.name), v.view_id limit 60
            """);
        command.Parameters.Add(new() { Value = me });
        var found = new List<SavedView>();
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.GetBoolean(4), r.GetString(5))); }
        }

        await using var columns = database.CreateCommand("select columns from queue_columns where user_id = $1");
        columns.Parameters.Add(new() { Value = me });
        return new(found, await columns.ExecuteScalarAsync(cancellation) as string);
    }
}
