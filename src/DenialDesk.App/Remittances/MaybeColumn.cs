using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>Columns that may be null.</summary>
internal static class MaybeColumn
{
    public static T? Maybe<T>(this NpgsqlDataReader rows, int column) where T : class => rows.IsDBNull(column) ? null : rows.GetFieldValue<T>(column);

    public static T? MaybeValue<T>(this NpgsqlDataReader rows, int column) where T : struct => rows.IsDBNull(column) ? null : rows.GetFieldValue<T>(column);
}
