/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and relations as a screen reader should find them, whatever GTK's version makes of them. */
#define G_LOG_DOMAIN "hoso"

#include "compat/hs-accessible.h"

static void
set_message (GtkWidget *widget, GtkWidget *message)
{
  GtkAccessibleRelation relations[] = { GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE };
  g_auto (GValue) value = G_VALUE_INIT;

  gtk_accessible_relation_init_value (relations[0], &value);
  if (G_VALUE_HOLDS_OBJECT (&value))
    {
      g_value_set_object (&value, message);
      gtk_accessible_update_relation_value (GTK_ACCESSIBLE (widget), 1, relations, &value);
    }
  else
    {
      g_autoptr (GList) list = g_list_append (NULL, message);

      g_value_set_pointer (&value, list);
      gtk_accessible_update_relation_value (GTK_ACCESSIBLE (widget), 1, relations, &value);
    }
}

void
hs_accessible_set_error (GtkWidget *widget, GtkWidget *message)
{
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
    message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (message != NULL)
    set_message (widget, message);
  else
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
}

void
hs_accessible_set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
find_stack (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_STACK (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_stack (child);
  return found;
}

static void
name_drop_down (GtkDropDown *drop)
{
  const char *name = g_object_get_data (G_OBJECT (drop), "hs-accessible-name");
  gpointer item = gtk_drop_down_get_selected_item (drop);
  g_autofree char *text = NULL;

  if (GTK_IS_STRING_OBJECT (item))
    text = g_strdup_printf ("%s: %s", name, gtk_string_object_get_string (item));
  hs_accessible_set_name (GTK_WIDGET (drop), text != NULL ? text : name);
  hs_accessible_set_name (gtk_widget_get_first_child (GTK_WIDGET (drop)),
                          text != NULL ? text : name);
}

void
hs_accessible_name_drop_down (GtkDropDown *drop, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop));
  GtkWidget *stack = button != NULL ? find_stack (button) : NULL;

  if (button == NULL)
    return;
  g_object_set_data_full (G_OBJECT (drop), "hs-accessible-name", g_strdup (name), g_free);
  g_signal_connect_object (drop, "notify::selected-item", G_CALLBACK (name_drop_down), drop,
                           G_CONNECT_SWAPPED);
  name_drop_down (drop);
  if (stack != NULL) /* with "(None)", out of sight */
    hs_accessible_follow_stack (GTK_STACK (stack));
}

static char *
without_mnemonic (const char *label)
{
  GString *text = g_string_new (NULL);

  for (const char *at = label; *at != '\0'; at++)
    {
      if (*at == '_' && at[1] != '\0')
        at++; /* two stand for one */
      g_string_append_c (text, *at);
    }
  return g_string_free (text, FALSE);
}

void
hs_accessible_mend_parts (GtkWidget *widget)
{
  if (GTK_IS_IMAGE (widget))
    gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)) &&
           gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    {
      g_autofree char *name = without_mnemonic (gtk_button_get_label (GTK_BUTTON (widget)));

      hs_accessible_set_name (widget, name);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hs_accessible_mend_parts (child);
}

static void
hide_others (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child == shown)
      gtk_accessible_reset_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN);
    else
      gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}

void
hs_accessible_follow_stack (GtkStack *stack)
{
  GtkSelectionModel *pages = gtk_stack_get_pages (stack);

  g_object_set_data_full (G_OBJECT (stack), "hs-accessible-pages", pages, g_object_unref);
  g_signal_connect_object (stack, "notify::visible-child", G_CALLBACK (hide_others), stack,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pages, "items-changed", G_CALLBACK (hide_others), stack,
                           G_CONNECT_SWAPPED);
  hide_others (stack);
}

void
hs_accessible_name_once (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  if (GTK_IS_BUTTON (widget))
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hs_accessible_name_once (child);
}
