using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>One entry of a filter's list.</summary>
public sealed record Choice(string Value, string Text);

/// <summary>What the filters offer: payers, people and practices that a person may see.</summary>
public sealed record QueueChoiceLists(IReadOnlyList<Choice> Payers, IReadOnlyList<Choice> People, IReadOnlyList<Choice> Practices)
{
    /// <summary>Who can be asked when somebody does not know how to go on: whoever may give work to others.</summary>
    public IReadOnlyList<Choice> Leads { get; init; } = [];
}

/// <summary>Reads the filter lists; small tables, by key.</summary>
public sealed class QueueChoices(DeskSource database)
{
    /// <summary>The lists.</summary>
    public async Task<QueueChoiceLists> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        return new(
            await ReadAsync("select payer_id::text, name from payer where merged_into is null order by name", cancellation),
            await ReadAsync(
                """
                select u.id::text, u.display_name from identity_users u where u.disabled_at is null
                  and not exists (select 1 from identity_user_roles x join identity_roles r on r.id = x.role_id where x.user_id = u.id and r.name = 'auditor')
                order by u.display_name
                """, cancellation),
            [.. (await ReadAsync("select practice_id::text, name from practice order by name", cancellation)).Where(p => actor.Sees(int.Parse(p.Value, System.Globalization.CultureInfo.InvariantCulture)))])
        {
            Leads = await ReadAsync(
                """
                select u.id::text, u.display_name from identity_users u where u.disabled_at is null
                  and exists (select 1 from identity_user_roles x join identity_roles r on r.id = x.role_id where x.user_id = u.id and r.name in ('lead', 'manager', 'admin'))
                order by u.display_name
                """, cancellation),
        };
    }

    private async Task<IReadOnlyList<Choice>> ReadAsync(string sql, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Choice>();
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetString(0), rows.GetString(1))); }

        return found;
    }
}
