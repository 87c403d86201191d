{
    "name": "Mail: assets of Debian's package",
    "summary": "Take out of the web client the file that Debian's package leaves out",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["mail"],
    "assets": {
        "web.assets_backend": [
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
        ],
    },
}
