using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Codes;

/// <summary>The official text of a code, as the site brought it in.</summary>
public sealed record OfficialText(string Text, string Edition);

/// <summary>The official texts of some codes; of none where the site has brought none.</summary>
public sealed class SeeOfficialTexts(DeskSource database)
{
    /// <summary>Codes as the desk writes them; at most a few hundred.</summary>
    public sealed record Input
    {
        public IReadOnlyCollection<string> Carcs { get; init; } = [];

        public IReadOnlyCollection<string> Rarcs { get; init; } = [];
    }

    /// <summary>By list ("carc", "rarc") and code; what has no text is left out.</summary>
    public async Task<IReadOnlyDictionary<(string List, string Code), OfficialText>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);

        // By primary key.
        await using var command = database.CreateCommand("select list, code, text, edition from official_text where (list = 'carc' and code = any($1)) or (list = 'rarc' and code = any($2))");
        command.Parameters.Add(new() { Value = input.Carcs.ToArray() });
        command.Parameters.Add(new() { Value = input.Rarcs.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<(string, string), OfficialText>();
        while (await rows.ReadAsync(cancellation)) { found[(rows.GetString(0), rows.GetString(1))] = new(rows.GetString(2), rows.GetString(3)); }

        return found;
    }
}
