/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base class of all pages: a title, the context, and what the window asks of whatever it shows. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-page.h"

typedef struct
{
  HsAppContext *context; /* (owned) */
  char *title;           /* (owned) (nullable) */
  guint focusing;        /* tick callback that looks whether the focus came, 0: none */
  guint n_ticks;         /* how often it waited */
} HsPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HsPage, hs_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_CONTEXT = 1,
  PROP_TITLE
} HsPageProperty;
static GParamSpec *props[PROP_TITLE + 1];

static void
do_nothing (HsPage *self)
{
}

static gboolean
always_leave (HsPage *self)
{
  return TRUE;
}

static gboolean
focus_first_child (HsPage *self)
{
  return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static gboolean
take_no_target (HsPage *self, const char *action, GVariant *target)
{
  return FALSE;
}

static void
hs_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsPagePrivate *priv = hs_page_get_instance_private (HS_PAGE (object));

  switch ((HsPageProperty) id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, priv->context);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HsPagePrivate *priv = hs_page_get_instance_private (HS_PAGE (object));

  switch ((HsPageProperty) id)
    {
    case PROP_CONTEXT:
      priv->context = g_value_dup_object (value);
      break;
    case PROP_TITLE:
      hs_page_set_title (HS_PAGE (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_page_finalize (GObject *object)
{
  HsPagePrivate *priv = hs_page_get_instance_private (HS_PAGE (object));

  g_clear_object (&priv->context);
  g_free (priv->title);
  G_OBJECT_CLASS (hs_page_parent_class)->finalize (object);
}

static void
hs_page_class_init (HsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_page_get_property;
  object_class->set_property = hs_page_set_property;
  object_class->finalize = hs_page_finalize;
  klass->shown = do_nothing;
  klass->hidden = do_nothing;
  klass->may_leave = always_leave;
  klass->focus_first = focus_first_child;
  klass->take_target = take_no_target;

  props[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, HS_TYPE_APP_CONTEXT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
hs_page_init (HsPage *self)
{
}

HsAppContext *
hs_page_get_context (HsPage *self)
{
  HsPagePrivate *priv = hs_page_get_instance_private (self);

  g_return_val_if_fail (HS_IS_PAGE (self), NULL);
  return priv->context;
}

const char *
hs_page_get_title (HsPage *self)
{
  HsPagePrivate *priv = hs_page_get_instance_private (self);

  g_return_val_if_fail (HS_IS_PAGE (self), NULL);
  return priv->title != NULL ? priv->title : "";
}

void
hs_page_set_title (HsPage *self, const char *title)
{
  HsPagePrivate *priv = hs_page_get_instance_private (self);

  g_return_if_fail (HS_IS_PAGE (self));
  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

void
hs_page_shown (HsPage *self)
{
  g_return_if_fail (HS_IS_PAGE (self));
  HS_PAGE_GET_CLASS (self)->shown (self);
}

void
hs_page_hidden (HsPage *self)
{
  g_return_if_fail (HS_IS_PAGE (self));
  HS_PAGE_GET_CLASS (self)->hidden (self);
}

gboolean
hs_page_may_leave (HsPage *self)
{
  g_return_val_if_fail (HS_IS_PAGE (self), TRUE);
  return HS_PAGE_GET_CLASS (self)->may_leave (self);
}

/* Before a page has its layout it may refuse the focus, and what had it is gone: then once more. */
static gboolean
focus_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  HsPagePrivate *priv = hs_page_get_instance_private (HS_PAGE (widget));
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (++priv->n_ticks < 3)
    return G_SOURCE_CONTINUE;
  priv->focusing = 0;
  if (gtk_widget_get_mapped (widget) && (focus == NULL || !gtk_widget_get_mapped (focus)))
    HS_PAGE_GET_CLASS (widget)->focus_first (HS_PAGE (widget));
  return G_SOURCE_REMOVE;
}

gboolean
hs_page_focus_first (HsPage *self)
{
  HsPagePrivate *priv = hs_page_get_instance_private (self);

  g_return_val_if_fail (HS_IS_PAGE (self), FALSE);
  priv->n_ticks = 0;
  if (priv->focusing == 0)
    priv->focusing = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_tick_cb, NULL, NULL);
  return HS_PAGE_GET_CLASS (self)->focus_first (self);
}

gboolean
hs_page_take_target (HsPage *self, const char *action, GVariant *target)
{
  g_return_val_if_fail (HS_IS_PAGE (self), FALSE);
  return HS_PAGE_GET_CLASS (self)->take_target (self, action, target);
}
