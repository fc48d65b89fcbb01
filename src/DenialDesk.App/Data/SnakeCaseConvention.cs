using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace DenialDesk.App.Data;

/// <summary>claim_line for ClaimLine, on tables, columns, keys and indexes; runs last, so it also sees what Identity named.</summary>
internal sealed partial class SnakeCaseConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes().Cast<IMutableEntityType>())
        {
            if (entity.IsMappedToJson())
            {
                entity.SetContainerColumnName(Snake(entity.GetContainerColumnName()!));
                continue;
            }

            if (entity.GetTableName() is { } table)
            {
                entity.SetTableName(Snake(table.StartsWith("AspNet", StringComparison.Ordinal) ? "Identity" + table[6..] : table));
            }

            foreach (var property in entity.GetProperties()) { property.SetColumnName(Snake(property.GetColumnName())); }

            foreach (var key in entity.GetKeys()) { key.SetName(Snake(key.GetName()!)); }

            foreach (var index in entity.GetIndexes()) { index.SetDatabaseName(Snake(index.GetDatabaseName()!)); }
        }
    }

    internal static string Snake(string name) => Boundary().Replace(name, "_$0").Replace("__", "_", StringComparison.Ordinal).TrimStart('_').ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])")]
    private static partial Regex Boundary();
}
