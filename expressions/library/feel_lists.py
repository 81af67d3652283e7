"""FEEL: lists, filters, loops and contexts."""

from typing import Any

from expressions.library.feel_values import FeelRange, feel_equal, feel_kind, feel_single


def feel_listed(value: Any) -> Any:
    """Give a list: one value is a list of one, nothing stays nothing."""
    return value if isinstance(value, list) or value is None else [value]


def feel_each(value: Any) -> Any:
    """Give what a loop goes through."""
    if isinstance(value, FeelRange):
        low = value.low if value.low_closed else value.low + 1
        high = value.high if value.high_closed else value.high - 1
        return list(range(low, high + 1)) if low <= high else list(range(low, high - 1, -1))
    return feel_listed(value)


def feel_for(source: Any, result: Any) -> Any:
    """``for x in source return result``."""
    items = feel_each(source)
    return None if items is None else [result(item) for item in items]


def feel_flat_for(source: Any, inner: Any) -> Any:
    """One more loop around a loop: the results of all lie in one list."""
    items = feel_each(source)
    found = None if items is None else [inner(item) for item in items]
    return None if found is None or None in found else [value for part in found for value in part]


def feel_some(source: Any, test: Any) -> Any:
    """``some x in source satisfies test``."""
    items = feel_each(source)
    return None if items is None else any(test(item) is True for item in items)


def feel_every(source: Any, test: Any) -> Any:
    """``every x in source satisfies test``."""
    items = feel_each(source)
    return None if items is None else all(test(item) is True for item in items)


def feel_filter(source: Any, test: Any) -> Any:
    """``source[test]``."""
    items = feel_listed(source)
    return None if items is None else [item for item in items if test(item) is True]


def feel_item(source: Any, index: Any) -> Any:
    """``source[index]``: counted from 1, or from the end."""
    if source is None or not isinstance(index, (int, float)):
        return None if source is None else []
    items = feel_listed(source)
    if isinstance(index, bool):
        return source if index else []
    at = int(index)
    if at != index or at == 0 or abs(at) > len(items):
        return None
    return items[at - 1] if at > 0 else items[at]


def feel_select(source: Any, value: Any, test: Any) -> Any:
    """``source[value]`` where only the value tells whether it is an index or a condition."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return feel_item(source, value)
    return feel_filter(source, test)


def feel_count(items: Any) -> Any:
    """``count(list)``."""
    items = feel_listed(items)
    return None if items is None else len(items)


def feel_is_empty(items: Any) -> Any:
    """``is empty(list)``."""
    return None if items is None else len(feel_listed(items)) == 0


def feel_list_contains(items: Any, element: Any) -> Any:
    """``list contains(list, element)``."""
    items = feel_listed(items)
    return None if items is None else any(feel_equal(item, element) is True for item in items)


def feel_sublist(items: Any, start: Any, length: Any = None) -> Any:
    """``sublist(list, start, length)``."""
    items, start = feel_listed(items), feel_single(start)
    if items is None or feel_kind(start) != "number" or not start:
        return None
    begin = int(start) - 1 if start > 0 else max(len(items) + int(start), 0)
    return items[begin:] if length is None else items[begin : begin + max(int(length), 0)]


def feel_append(items: Any, *more: Any) -> Any:
    """``append(list, item)``."""
    items = feel_listed(items)
    return None if items is None else [*items, *more]


def feel_concatenate(*lists: Any) -> Any:
    """``concatenate(list, list)``."""
    return (
        None
        if any(part is None for part in lists)
        else [item for part in lists for item in feel_listed(part)]
    )


def feel_insert(items: Any, position: Any, item: Any) -> Any:
    """``insert before(list, position, item)``."""
    items = feel_listed(items)
    if items is None or feel_kind(position) != "number":
        return None
    at = int(position) - 1 if position > 0 else max(len(items) + int(position), 0)
    return [*items[:at], item, *items[at:]]


def feel_remove(items: Any, position: Any) -> Any:
    """``remove(list, position)``."""
    items = feel_listed(items)
    if items is None or feel_kind(position) != "number":
        return None
    at = int(position) - 1 if position > 0 else len(items) + int(position)
    return [item for place, item in enumerate(items) if place != at]


def feel_reverse(items: Any) -> Any:
    """``reverse(list)``."""
    items = feel_listed(items)
    return None if items is None else items[::-1]


def feel_index_of(items: Any, match: Any) -> Any:
    """``index of(list, match)``: all places, from 1."""
    items = feel_listed(items)
    if items is None:
        return None
    return [place + 1 for place, item in enumerate(items) if feel_equal(item, match) is True]


def feel_distinct(items: Any) -> Any:
    """``distinct values(list)``."""
    items = feel_listed(items)
    found: list[Any] = []
    for item in items or []:
        if not any(feel_equal(item, one) is True for one in found):
            found.append(item)
    return None if items is None else found


def feel_union(*lists: Any) -> Any:
    """``union(list, list)``."""
    return feel_distinct(feel_concatenate(*lists))


def feel_duplicates(items: Any) -> Any:
    """``duplicate values(list)``."""
    return [item for item in feel_distinct(items) or [] if len(feel_index_of(items, item)) > 1]


def feel_flatten(items: Any) -> Any:
    """``flatten(list)``."""
    if not isinstance(items, list):
        return items
    found: list[Any] = []
    for item in items:
        found.extend(feel_flatten(item) if isinstance(item, list) else [item])
    return found


def feel_truths(values: Any) -> Any:
    """Give the items of the only list, or the arguments."""
    return values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)


def feel_all(*values: Any) -> Any:
    """``all(list)``: three-valued."""
    items = feel_truths(values)
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


def feel_any(*values: Any) -> Any:
    """``any(list)``: three-valued."""
    items = feel_truths(values)
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


def feel_sort(items: Any, precedes: Any) -> Any:
    """``sort(list, function(x, y) x < y)``; items of equal rank keep their order."""
    items = feel_listed(items)
    if items is None or len(items) < 2:
        return items
    half = len(items) // 2
    left, right = feel_sort(items[:half], precedes), feel_sort(items[half:], precedes)
    merged: list[Any] = []
    a = b = 0
    while a < len(left) and b < len(right):
        if precedes(right[b], left[a]) is True:
            merged.append(right[b])
            b += 1
        else:
            merged.append(left[a])
            a += 1
    return [*merged, *left[a:], *right[b:]]


def feel_get_value(context: Any, key: Any) -> Any:
    """``get value(context, key)``."""
    return context.get(key) if isinstance(context, dict) else None


def feel_get_entries(context: Any) -> Any:
    """``get entries(context)``."""
    return [{"key": key, "value": context[key]} for key in context] if isinstance(context, dict) else None


def feel_context(*entries: Any) -> Any:
    """``context(entries)``: nothing where a key is missing or comes twice."""
    found: dict[str, Any] = {}
    for entry in feel_truths(entries):
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            return None
        if entry["key"] in found:
            return None
        found[entry["key"]] = entry["value"]
    return found


def feel_context_put(context: Any, keys: Any, value: Any) -> Any:
    """``context put(context, key, value)``; several keys lead into contexts within."""
    path = feel_listed(keys)
    if not isinstance(context, dict) or not path or not isinstance(path[0], str):
        return None
    if len(path) > 1:
        value = feel_context_put(context.get(path[0]), path[1:], value)
        if value is None:
            return None
    return {**context, path[0]: value}


def feel_context_merge(*contexts: Any) -> Any:
    """``context merge(contexts)``."""
    found: dict[str, Any] = {}
    for context in feel_truths(contexts):
        if not isinstance(context, dict):
            return None
        found.update(context)
    return found
