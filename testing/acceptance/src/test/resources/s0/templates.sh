# Create template projects
templedb cathedral export react-starter --output ~/templates/
templedb cathedral export python-api --output ~/templates/
templedb cathedral export nextjs-app --output ~/templates/

# Use template to start new project
cd ~/templates
templedb cathedral import react-starter.cathedral --as my-new-react-app

# Customize your project...
